import { versionStyle } from "../conventions/choose-style.ts";
import type { Conventions } from "../conventions/conventions.ts";
import type { ConventionsRead } from "../conventions/read-conventions.ts";
import { isTrial } from "../conventions/trial.ts";
import validateRequest from "../generated/validate-request.js";
import { distinctProblems } from "../problems/distinct-problems.ts";
import { type Problem, refuses } from "../problems/problem.ts";
import { type ProblemCode, weightOf } from "../problems/problem-codes.ts";
import type { Request } from "../request/request.ts";
import { requestSchema } from "../request/schema.ts";
import { type Located, problemAt } from "../text/places.ts";
import { readYaml, type Trust } from "../text/read-yaml.ts";
import { schemaProblems } from "../text/schema-problems.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { judgeAcknowledge, withAcknowledged } from "./acknowledge.ts";
import { judgeCeiling } from "./ceiling.ts";
import { type Content, contentDigest, contentOf } from "./content.ts";
import { judgeEstimate } from "./estimates.ts";
import { countsByRun, judgeDatasetNames, judgeFilledNames, withRun } from "./filled-names.ts";
import { judgeFolded } from "./folded.ts";
import { judgeText } from "./forbidden-text.ts";
import { judgeHabits } from "./habits.ts";
import { judgeTag } from "./judge-tag.ts";
import { judgeListsSent } from "./lists-sent.ts";
import { makeStep } from "./make-step.ts";
import { judgeMemory } from "./memory.ts";
import { judgeNames, outDSOf } from "./names.ts";
import { judgeOdd } from "./odd-files.ts";
import { judgeOtherRuns } from "./other-runs.ts";
import { judgeNumbers, judgeParameters } from "./parameters.ts";
import type { Production, Step } from "./production.ts";
import { readablePart } from "./readable-part.ts";
import { gatherResources, judgeAmount } from "./resources.ts";
import { judgeRows } from "./rows.ts";
import { judgeRunColumns, readRuns } from "./run-lists.ts";
import { judgeSameData } from "./same-data.ts";
import { judgeSites } from "./sites.ts";
import { judgeSoftware } from "./software.ts";
import { judgeStepOptions } from "./step-options.ts";
import { stepsOfRun } from "./steps-of-run.ts";
import { readTables, withRowsAsJobs } from "./tables.ts";
import { judgeUnedited } from "./unedited.ts";
import { expandVariants, judgeVariants } from "./variants.ts";
import { wireSteps } from "./wiring.ts";

/** A production that nothing refuses, and what it is made of. */
export type Accepted = { readonly production: Production; readonly content: Content };

export type Judgement = {
  readonly source: ProductionSource;
  readonly problems: readonly Problem[];
  /** Absent when a problem refuses it. */
  readonly accepted: Accepted | undefined;
  /** Of one that is refused, when what refuses it hides nothing: its other problems are told in the same round. */
  readonly whole?: Accepted;
};

/**
 * Text to production, or to everything that is wrong with it; with `variants`, one judgement for each. What history
 * says is judged apart, in `judge-version`.
 */
export const judgeProduction = (
  source: ProductionSource,
  conventions: ConventionsRead | undefined,
  trust: Trust = "two-readings",
): readonly Judgement[] => {
  const refused = (problems: readonly Problem[]): readonly Judgement[] => [{ source, problems, accepted: undefined }];
  const odd = judgeOdd(source);
  if (odd.length > 0) return refused(odd);
  const read = readYaml(source.file, source.bytes, trust);
  if (read.kind === "unreadable") return refused(read.problems);
  const where: Located = { file: source.file, places: read.places };
  if (conventions === undefined) {
    return refused([
      problemAt(where, [], "no-conventions", "There is no conventions.yaml in a folder above this request."),
    ]);
  }
  if (conventions.kind === "unreadable") return refused(conventions.problems);
  if (!isRequest(read.value)) return refused(judgeMisshapen(where, read.value, conventions.conventions, source));
  return judgeVariety(where, read.value, conventions.conventions, source, trust);
};

/** What variants have in common is told once. */
const judgeVariety = (
  where: Located,
  request: Request,
  conventions: Conventions,
  source: ProductionSource,
  trust: Trust,
): readonly Judgement[] => {
  const judgements = expandVariants(where, request).map((one) =>
    judgeRequest(one.where, one.request, conventions, source, { variant: request.variants !== undefined, trust }),
  );
  if (request.variants === undefined) return judgements;
  const told = new Set<string>();
  const ofVariants = judgeVariants(where, request);
  return judgements.map(({ whole, ...judgement }, index) => ({
    ...judgement,
    ...(whole === undefined || refuses(ofVariants) ? {} : { whole }),
    accepted: refuses(ofVariants) ? undefined : judgement.accepted,
    problems: distinctProblems([...(index === 0 ? ofVariants : []), ...judgement.problems], told),
  }));
};

const isRequest = (value: unknown): value is Request => validateRequest(value);

/** The shape is wrong, but what stands can be judged all the same: nobody should push twice for two slips. */
const judgeMisshapen = (
  where: Located,
  value: unknown,
  conventions: Conventions,
  source: ProductionSource,
): readonly Problem[] => {
  const errors = validateRequest.errors ?? [];
  const shape = schemaProblems(where, requestSchema, value, errors);
  const readable = readablePart(value, errors, validateRequest);
  if (readable !== undefined) {
    const told = new Set(shape.map(({ line, col }) => `${line}:${col}`));
    const problems = judgeVariety(where, readable, conventions, source, "two-readings").flatMap(
      (judgement) => judgement.problems,
    );
    // An input is only missed where what may read it was readable.
    const dropped = errors.some(({ instancePath }) => /^\/steps(?:\/[^/]+(?:\/in\b.*)?)?$/.test(instancePath));
    const isFollowing = ({ code }: Problem): boolean => follows.has(code) && (dropped || code !== "unused-input");
    return [...shape, ...problems.filter((p) => !isFollowing(p) && !told.has(`${p.line}:${p.col}`))];
  }
  const salvaged = salvage(value);
  const tag = salvaged.tag === undefined ? [] : judgeTag(where, { tag: salvaged.tag }, conventions).problems;
  const version = salvaged.version === undefined ? [] : judgeVersionForm(where, salvaged.version, conventions);
  return [...shape, ...tag, ...version];
};

/** May only be there because a part was left out. */
const follows: ReadonlySet<Problem["code"]> = new Set([
  "jobs-missing",
  "no-site",
  "unused-input",
  "secondary-too-small",
  "nothing-to-read",
  "reuse-without-need",
]);

const salvage = (value: unknown): { readonly tag?: Record<string, string>; readonly version?: string } => {
  if (typeof value !== "object" || value === null) return {};
  const tag = "tag" in value && typeof value.tag === "object" && value.tag !== null ? Object.entries(value.tag) : [];
  const texts = tag.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    ...(tag.length > 0 && texts.length === tag.length ? { tag: Object.fromEntries(texts) } : {}),
    ...("version" in value && typeof value.version === "string" ? { version: value.version } : {}),
  };
};

const judgeVersionForm = (where: Located, version: string, conventions: Conventions): readonly Problem[] => {
  const { fault, example } = versionStyle(conventions);
  const message = fault(version);
  if (message === undefined) return [];
  return [
    problemAt(where, ["version"], "bad-version", message, {
      hint: `such as ${example}, or ${example}-test.3 for a trial`,
    }),
  ];
};

const judgeRequest = (
  where: Located,
  request: Request,
  conventions: Conventions,
  source: ProductionSource,
  { variant, trust }: { readonly variant: boolean; readonly trust: Trust },
): Judgement => {
  const { tag, problems: tagProblems } = judgeTag(where, request, conventions);
  const versionProblems = judgeVersionForm(where, request.version, conventions);
  const runs = readRuns(where, request, source, conventions);
  // All blocks are judged by the newest, which has the longest name of all: numbers of runs only grow.
  const run = runs.rows?.toSorted((a, b) => a.run - b.run).at(-1);
  const filled = run === undefined ? request : withRun(request, run);
  const { tables, problems: tableProblems } = readTables(where, request, source);
  const counted = withRowsAsJobs(filled, tables);
  const wired = (one: Request) => wireSteps(where, withRowsAsJobs(one, tables), versionStyle(conventions));
  const wiring = wired(filled);
  const newest = run === undefined ? undefined : { row: run, problems: wiring.problems };
  const known = judgeRows(where, request, wiring.steps, tables);
  const trial = isTrial(request.version);
  const { version } = request;
  const outDS = outDSOf(conventions, { tag: tag ?? "", version, trial, block: run?.run ?? 0 });

  const gathered = new Map(
    Object.entries(request.steps).map(([name, step]) => [
      name,
      gatherResources(where, name, step, source, conventions.gitHosts ?? []),
    ]),
  );
  const sited = new Map(
    Object.keys(request.steps).map((name) => [name, judgeSites(where, request, name, conventions)]),
  );
  const all = distinctProblems([
    ...judgeText(where, request as never),
    ...tagProblems,
    ...versionProblems,
    ...judgeSoftware(where, request, conventions, trial),
    ...judgeHabits(where, request, conventions),
    ...judgeUnedited(where, request, source),
    ...(request.runs !== undefined && run === undefined ? [] : judgeFilledNames(where, filled)),
    ...judgeDatasetNames(where, filled, conventions),
    ...runs.problems,
    ...judgeSameData(where, request),
    ...judgeRunColumns(request, tables),
    ...wiring.problems,
    ...judgeOtherRuns(request, runs.rows ?? [], newest, (one) => wired(one).problems),
    ...tableProblems,
    ...known.problems,
    ...(tag === undefined ? [] : judgeNames(where, filled, outDS)),
    ...Object.entries(request.steps).flatMap(([name, step]) => [
      ...judgeStepOptions(where, request, name, step, trial),
      ...judgeEstimate(where, request, name, step),
      ...judgeParameters(where, request, name, step),
      ...(trust === "two-readings" ? [...judgeNumbers(where, name, step), ...judgeFolded(where, name)] : []),
    ]),
    ...judgeMemory(where, request, conventions),
    ...judgeListsSent(where, request, source, gathered),
    ...judgeAmount(where, source),
    ...[...gathered.values(), ...sited.values()].flatMap((part) => part.problems),
    ...judgeAcknowledge(where, request),
  ]);
  const problems = withAcknowledged(request, all);
  if (tag === undefined || refuses(problems.filter(hidesMore))) return { source, problems, accepted: undefined };

  const steps = wiring.steps.map(
    (wired): Step => ({
      ...makeStep(counted, wired, tag),
      table: tables.get(wired.name),
      row: known.rows.get(wired.name),
      sites: sited.get(wired.name)?.sites ?? [],
      setup: sited.get(wired.name)?.setup,
      resources: gathered.get(wired.name)?.files ?? [],
    }),
  );
  const content = contentOf(
    request,
    steps.flatMap((step) => step.resources),
    tables,
  );
  const alike = {
    folder: source.folder,
    where,
    request,
    conventions,
    tag,
    version,
    trial,
    block: 0,
    runs: runs.rows,
    run,
    outDS,
    variant,
    workingGroup: request.defaults?.workingGroup ?? conventions.workingGroup,
    steps,
    contentDigest: contentDigest(content),
  };
  const differ = runs.rows !== undefined && countsByRun(request);
  const production: Production = {
    ...alike,
    stepsOfRuns: differ ? runs.rows?.map((row) => stepsOfRun(alike, withRun(request, row))) : undefined,
  };
  const whole = { production, content };
  const found = [...problems, ...judgeCeiling(production)];
  return refuses(found)
    ? { source, problems: found, accepted: undefined, whole }
    : { source, problems: found, accepted: whole };
};

/** What nobody computes with: commands, versions and neighbours can be judged although it is wrong. */
const hidesMore = ({ code }: Problem): boolean => weightOf(code) === undefined && !independent.has(code);
const independent: ReadonlySet<ProblemCode> = new Set(["bad-software", "trials-only", "unknown-site"]);
