import type { Conventions } from "../conventions/conventions.ts";
import type { ListsRead } from "../conventions/read-lists.ts";
import { versionStyle } from "../conventions/version-pattern.ts";
import { isTrial } from "../conventions/version-style.ts";
import { checkAmount, gatherResources } from "../files/resources.ts";
import { checkPlaceholders } from "../files/template-placeholders.ts";
import { distinctProblems, type Problem } from "../problems/problem.ts";
import { checkAcknowledge } from "../production/acknowledge.ts";
import { checkMeeting, checkNames, outDSOf } from "../production/names.ts";
import { checkNumbers, checkParameters } from "../production/parameters.ts";
import { tablesOfRun } from "../production/table.ts";
import { validateTag } from "../production/validate-tag.ts";
import type { Request, RequestStep } from "../request/request.ts";
import type { Located } from "../text/places.ts";
import type { Trust } from "../text/read-yaml.ts";
import type { ProductionSource, SourceFile } from "../text/source-file.ts";
import { checkCopyPaste } from "./copy-paste.ts";
import { checkCutSizes, withCuts } from "./cutting/cut-sizes.ts";
import { checkLock, readCuts } from "./cutting/cuts.ts";
import { checkFoldedScalars, checkGroupedDigits } from "./grouped-digits.ts";
import { checkKeep } from "./keep.ts";
import { checkListed } from "./listed-names.ts";
import { checkCores, checkEstimate, checkMemoryAndPriority } from "./resources-asked.ts";
import { checkDatasetNames, checkFilledNames, checkUnfilledRun, withRun } from "./runs/filled-names.ts";
import { checkListsSent } from "./runs/lists-sent.ts";
import { checkCountsOfRuns, checkOtherRuns } from "./runs/other-runs.ts";
import { checkRunColumns, readRuns } from "./runs/run-lists.ts";
import { checkSites } from "./sites.ts";
import { checkSoftware } from "./software.ts";
import { checkStarts, firstOfGrowing } from "./starts.ts";
import { checkStepOptions } from "./step-options.ts";
import { checkText } from "./tables/forbidden-text.ts";
import { readTables, withRowsAsJobs } from "./tables/tables.ts";
import { checkVersionForm } from "./version-form.ts";
import { knowingReaders, type RowReaders, readersOfRows, rowsKnown, withRows } from "./wiring/row-relays.ts";
import { checkSameData } from "./wiring/same-data.ts";
import { checkTakenNames } from "./wiring/taken-names.ts";
import { wireSteps } from "./wiring/wiring.ts";

/** The file that holds a request, and the conventions that govern it. */
export type RequestFile = {
  readonly source: ProductionSource;
  readonly where: Located;
  readonly conventions: Conventions;
  /** What there is, by the lists of all conventions above it. */
  readonly listed: readonly ListsRead[];
  readonly trust: Trust;
};

/** One request of a file; `variant`: it is one of several. */
export type OneRequest = RequestFile & { readonly request: Request; readonly variant: boolean };

export type RequestParts = ReturnType<typeof readParts>;

/** What a request says, part by part; some parts bring what is wrong with them. */
export const readParts = ({ where, request, conventions, source }: OneRequest) => {
  const tagged = validateTag(where, request, conventions);
  const cuts = readCuts(where, request, source);
  const listed = readRuns(where, request, source, conventions);
  const runs = { ...listed, rows: listed.rows && withCuts(listed.rows, cuts.tables) };
  // All runs are validated with the newest run, which has the longest name of all: numbers of runs only grow.
  const row = runs.rows?.toSorted((a, b) => a.run - b.run).at(-1) ?? firstOfGrowing(request);
  const filled = row === undefined ? request : withRun(request, row);
  const written = readTables(where, request, source);
  const allTables = new Map([...written.tables, ...cuts.tables]);
  const tables = row === undefined ? allTables : tablesOfRun(allTables, row.run);
  const resources = new Map(
    Object.entries(request.steps).map(([name, step]) => [
      name,
      gatherResources(where, name, step, { ...source, hosts: conventions.gitHosts ?? [] }),
    ]),
  );
  const wiredWith = (one: Request, readers: RowReaders) =>
    wireSteps(where, withRowsAsJobs(withRows(one, readers), tables), versionStyle(conventions));
  const asking = readersOfRows(request, tables, (step) => textsOf(request.steps[step], resources.get(step)?.files));
  const readers = asking.size === 0 ? asking : knowingReaders(asking, wiredWith(filled, asking).steps, tables);
  const wiring = wiredWith(filled, readers);
  const trial = isTrial(request.version);
  const { version } = request;
  return {
    tagged,
    runs,
    row,
    filled: withRows(filled, readers),
    tables,
    origins: cuts.origins,
    allTables,
    tableProblems: [
      ...written.problems,
      ...cuts.problems,
      ...checkCutSizes(where, cuts.tables, runs.rows),
      ...checkLock(where, request, source, cuts),
    ],
    wired: (one: Request) => wiredWith(one, readers),
    wiring,
    readers,
    rows: rowsKnown(wiring.steps, tables, readers),
    trial,
    outDS: outDSOf(conventions, { tag: tagged.tag ?? "", version, trial, run: row?.run }),
    resources,
    sites: new Map(Object.keys(request.steps).map((name) => [name, checkSites(where, request, name, conventions)])),
  };
};

/** Where a column of a table may be named. */
const textsOf = (step: RequestStep | undefined, files: readonly SourceFile[] = []): readonly string[] => [
  step?.run ?? "",
  ...files.flatMap(({ bytes }) => (bytes.length > largestText || bytes.includes(0) ? [] : [decoder.decode(bytes)])),
];
const decoder = new TextDecoder();
/** Bytes of a file that is searched for names. */
const largestText = 2 * 1024 * 1024;

/** All that is wrong with a request and its parts, each once. */
export const checkParts = (
  { where, request, conventions, listed, source, trust }: OneRequest,
  parts: RequestParts,
): readonly Problem[] => {
  const { tagged, runs, row, filled, tables, wiring, rows, resources, sites } = parts;
  const newest = row === undefined ? undefined : { row, problems: wiring.problems };
  return distinctProblems([
    ...checkText(where, request as never),
    ...tagged.problems,
    ...checkVersionForm(where, request.version, conventions),
    ...checkSoftware(where, request, conventions, parts.trial),
    ...checkListed(where, filled, conventions, listed),
    ...checkKeep(where, request, conventions),
    ...checkCopyPaste(where, request, conventions),
    ...checkPlaceholders(where, request, source),
    ...(request.runs !== undefined && row === undefined ? [] : checkFilledNames(where, filled)),
    ...checkDatasetNames(where, filled, conventions),
    ...runs.problems,
    ...checkSameData(where, request),
    ...checkStarts({ where, request: filled, written: request, conventions, steps: wiring.steps }),
    ...checkUnfilledRun(where, request),
    ...checkRunColumns(request, tables),
    ...wiring.problems,
    ...checkCountsOfRuns(where, request, runs.rows ?? []),
    ...checkOtherRuns(request, runs.rows ?? [], newest, (one) => parts.wired(one).problems),
    ...parts.tableProblems,
    ...checkTakenNames(where, request, wiring.steps, rows),
    ...(tagged.tag === undefined
      ? []
      : [...checkNames(where, filled, parts.outDS), ...checkMeeting(where, filled, parts.outDS)]),
    ...Object.entries(request.steps).flatMap(([name, step]) => [
      ...checkStepOptions(where, request, name, step),
      ...checkEstimate(where, request, name, step),
      ...checkParameters(where, request, name, step),
      ...(trust === "two-readings" ? [...checkNumbers(where, name, step), ...checkFoldedScalars(where, name)] : []),
    ]),
    ...(trust === "two-readings" ? checkGroupedDigits(where, request) : []),
    ...checkMemoryAndPriority(where, request, conventions),
    ...checkCores(where, request),
    ...checkListsSent(where, request, source, resources),
    ...checkAmount(where, source),
    ...[...resources.values(), ...sites.values()].flatMap((part) => part.problems),
    ...checkAcknowledge(where, request),
  ]);
};
