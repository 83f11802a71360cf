import { versionStyle } from "../conventions/choose-style.ts";
import type { Conventions } from "../conventions/conventions.ts";
import { isTrial } from "../conventions/trial.ts";
import { gatherResources, judgeAmount } from "../files/resources.ts";
import { judgeUnedited } from "../files/template-placeholders.ts";
import { distinctProblems } from "../problems/distinct-problems.ts";
import type { Problem } from "../problems/problem.ts";
import { judgeAcknowledge } from "../production/acknowledge.ts";
import { judgeNames, outDSOf } from "../production/names.ts";
import { judgeNumbers, judgeParameters } from "../production/parameters.ts";
import { judgeTag } from "../production/validate-tag.ts";
import type { Request } from "../request/request.ts";
import type { Located } from "../text/places.ts";
import type { Trust } from "../text/read-yaml.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { judgeHabits } from "./copy-paste.ts";
import { judgeEstimate } from "./estimates.ts";
import { judgeFolded } from "./folded-scalars.ts";
import { judgeGroupedDigits } from "./grouped-digits.ts";
import { judgeMemory } from "./memory.ts";
import { judgeDatasetNames, judgeFilledNames, judgeUnfilledRun, withRun } from "./runs/filled-names.ts";
import { judgeListsSent } from "./runs/lists-sent.ts";
import { judgeCountsOfRuns, judgeOtherRuns } from "./runs/other-runs.ts";
import { judgeRunColumns, readRuns } from "./runs/run-lists.ts";
import { judgeSites } from "./sites.ts";
import { judgeSoftware } from "./software.ts";
import { judgeStepOptions } from "./step-options.ts";
import { judgeText } from "./tables/forbidden-text.ts";
import { readTables, withRowsAsJobs } from "./tables/tables.ts";
import { judgeVersionForm } from "./version-form.ts";
import { judgeRows } from "./wiring/rows.ts";
import { judgeSameData } from "./wiring/same-data.ts";
import { wireSteps } from "./wiring/wiring.ts";

/** The file that holds a request, and the conventions that govern it. */
export type RequestFile = {
  readonly source: ProductionSource;
  readonly where: Located;
  readonly conventions: Conventions;
  readonly trust: Trust;
};

/** One request of a file; `variant`: it is one of several. */
export type OneRequest = RequestFile & { readonly request: Request; readonly variant: boolean };

export type RequestParts = ReturnType<typeof readParts>;

/** What a request says, part by part; some parts bring what is wrong with them. */
export const readParts = ({ where, request, conventions, source }: OneRequest) => {
  const tagged = judgeTag(where, request, conventions);
  const runs = readRuns(where, request, source, conventions);
  // All blocks are judged by the newest, which has the longest name of all: numbers of runs only grow.
  const run = runs.rows?.toSorted((a, b) => a.run - b.run).at(-1);
  const filled = run === undefined ? request : withRun(request, run);
  const { tables, problems: tableProblems } = readTables(where, request, source);
  const wired = (one: Request) => wireSteps(where, withRowsAsJobs(one, tables), versionStyle(conventions));
  const wiring = wired(filled);
  const trial = isTrial(request.version);
  const { version } = request;
  return {
    tagged,
    runs,
    run,
    filled,
    tables,
    tableProblems,
    wired,
    wiring,
    rows: judgeRows(where, request, wiring.steps, tables),
    trial,
    outDS: outDSOf(conventions, { tag: tagged.tag ?? "", version, trial, block: run?.run ?? 0 }),
    resources: new Map(
      Object.entries(request.steps).map(([name, step]) => [
        name,
        gatherResources(where, name, step, { ...source, hosts: conventions.gitHosts ?? [] }),
      ]),
    ),
    sites: new Map(Object.keys(request.steps).map((name) => [name, judgeSites(where, request, name, conventions)])),
  };
};

/** All that is wrong with a request and its parts, each once. */
export const judgeParts = (
  { where, request, conventions, source, trust }: OneRequest,
  parts: RequestParts,
): readonly Problem[] => {
  const { tagged, runs, run, filled, tables, wiring, rows, resources, sites } = parts;
  const newest = run === undefined ? undefined : { row: run, problems: wiring.problems };
  return distinctProblems([
    ...judgeText(where, request as never),
    ...tagged.problems,
    ...judgeVersionForm(where, request.version, conventions),
    ...judgeSoftware(where, request, conventions, parts.trial),
    ...judgeHabits(where, request, conventions),
    ...judgeUnedited(where, request, source),
    ...(request.runs !== undefined && run === undefined ? [] : judgeFilledNames(where, filled)),
    ...judgeDatasetNames(where, filled, conventions),
    ...runs.problems,
    ...judgeSameData(where, request),
    ...judgeUnfilledRun(where, request),
    ...judgeRunColumns(request, tables),
    ...wiring.problems,
    ...judgeCountsOfRuns(where, request, runs.rows ?? []),
    ...judgeOtherRuns(request, runs.rows ?? [], newest, (one) => parts.wired(one).problems),
    ...parts.tableProblems,
    ...rows.problems,
    ...(tagged.tag === undefined ? [] : judgeNames(where, filled, parts.outDS)),
    ...Object.entries(request.steps).flatMap(([name, step]) => [
      ...judgeStepOptions(where, request, name, step),
      ...judgeEstimate(where, request, name, step),
      ...judgeParameters(where, request, name, step),
      ...(trust === "two-readings" ? [...judgeNumbers(where, name, step), ...judgeFolded(where, name)] : []),
    ]),
    ...(trust === "two-readings" ? judgeGroupedDigits(where, request) : []),
    ...judgeMemory(where, request, conventions),
    ...judgeListsSent(where, request, source, resources),
    ...judgeAmount(where, source),
    ...[...resources.values(), ...sites.values()].flatMap((part) => part.problems),
    ...judgeAcknowledge(where, request),
  ]);
};
