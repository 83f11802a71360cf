import { expectedCoreHours } from "../production/ceiling.ts";
import type { ListOrigin } from "../production/list-origin.ts";
import { outputPattern, taskPattern } from "../production/names.ts";
import { type FirstRuns, firstRunsOf } from "../production/pilot-runs.ts";
import {
  type CountedProduction,
  handsOnRows,
  labelOf,
  originsOf,
  type Production,
  type Step,
  type StepChecks,
  type StepInput,
} from "../production/production.ts";
import { type Starts, startsOf } from "../production/starts.ts";
import type { CutFiles } from "../production/table.ts";
import { stated } from "../text/mapping.ts";
import { type PlannedCut, planCut } from "./plan-cut.ts";
import { externalName, prunCommand, readsInputs } from "./prun-options.ts";
import { isPairing, primaryStreams } from "./streams.ts";

/** What would run, as data: shown to reviewers, written next to the rendering, compared with what PanDA makes of it. */
export type Plan = {
  readonly format: 1;
  readonly tag: string;
  readonly version: string;
  readonly trial: boolean;
  readonly folder: string;
  readonly outDS: string;
  readonly label: string;
  readonly contentDigest: string;
  /** Of a production that grows: how many submissions of one run it is, and the run that `steps` are of. Left out of others, and of one run. */
  readonly runs?: {
    readonly count: number;
    readonly shown: number;
    readonly first?: FirstRuns;
    readonly atMost?: number;
  };
  /** What begins by itself, when its data say so; left out where nothing does. No part of an intent. */
  readonly starts?: Starts;
  /** Where its lists of runs and of files come from, as far as they say it; left out where none does. */
  readonly lists?: readonly ListOrigin[];
  readonly steps: readonly PlannedStep[];
  /** Sums over the steps, and over all runs where there are several; `null` where a part is unknown. */
  readonly total: {
    readonly jobs: number | null;
    readonly coreHours: number | null;
    readonly estimate: PlannedEstimate;
    /** Core-hours that the conventions give one production; left out where they set no ceiling. */
    readonly ceiling?: number;
  };
};

export type PlannedStep = {
  readonly step: string;
  /** Software release; left out where it is the request's, as it always was before steps could have their own. */
  readonly build?: string;
  /** `NNN` replaces the number that PanDA will give. */
  readonly task: string;
  readonly parents: readonly string[];
  /** `null`: unknown before PanDA splits. */
  readonly jobs: number | null;
  readonly events: number | null;
  /** Upper bound of what is requested: jobs x cores x walltime x maxAttempt, for each value of memory. `null`: no walltime, so unknown. */
  readonly coreHours: number | null;
  /** What the author thinks it will cost in truth. */
  readonly estimate: PlannedEstimate;
  /** MB per core. */
  readonly memory: number | null;
  /** MB per core of further tries of what died of memory; left out where it is not tried again. */
  readonly retryMemory?: readonly number[];
  readonly cores: number;
  readonly walltime: number | null;
  readonly maxAttempt: number;
  readonly sites: readonly string[];
  /** Storage element of all its outputs; `null`: the site's own. */
  readonly destination: string | null;
  /** The step with the table whose rows it hands on; left out of all others. */
  readonly handsOn?: string;
  readonly seed: { readonly stream: string; readonly count: number } | null;
  /** As the request writes it; `null`: as soon as its inputs begin to be there. */
  readonly when: string | null;
  /** It checks its outputs; `least` of so many events that they must hold, left out where nobody counts. Left out of other steps. */
  readonly checks?: { readonly least?: number; readonly of?: number };
  /** Data of its parents are good when it succeeded; left out of other steps. */
  readonly validates?: true;
  /** Inputs that are joined by identity; left out where there are none, as plans were written before there could be. */
  readonly pairs?: readonly string[];
  /** Its jobs, one a row; left out where it has none. */
  readonly table?: {
    readonly file: string;
    readonly rows: number;
    readonly columns: readonly string[];
    /** Of rows that SHREK cut from lists of files; left out of a table that somebody wrote. */
    readonly cut?: PlannedCut;
  };
  /** What it reads: nothing of an input that it only watches. */
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly {
    readonly output: string;
    readonly dataset: string;
    readonly files: number | null;
    /** The pattern of the files that each archive holds, in unknown number; left out where it is no archive. */
    readonly packs?: string;
    /** Of which each job makes an unknown number; left out where it makes one file. */
    readonly pattern?: string;
  }[];
  readonly prun: string;
};

export type PlannedEstimate = { readonly coreHours: number | null; readonly gigabytes: number | null };

export type PlannedInput = {
  /** As the payload calls it. */
  readonly name: string;
  /** `IN1`, `IN2` ...: PanDA calls a secondary one so. */
  readonly stream: string;
  /** As PanDA will name it; of another production, which datasets it will be. */
  readonly dataset: string;
  readonly files: number | null;
  /** `null`: PanDA cuts by size, `gbPerJob`. */
  readonly filesPerJob: number | null;
  /** One job reads the whole primary input, and `filesPerJob` is what it must have; left out where that is not asked for. */
  readonly all?: true;
  /** One job reads the files of one group, and `filesPerJob` is what it must have; left out where that is not asked for. */
  readonly grouped?: true;
  readonly reuse: boolean;
};

export const planProduction = (production: Production | CountedProduction): Plan => {
  const steps = production.steps.map((step) => planStep(production, step));
  const ceiling = production.conventions.ceiling?.coreHours;
  const { run, runs, row } = production;
  const lists = originsOf(production);
  const isWhole = run === undefined && runs !== undefined && row !== undefined;
  const starts = startsOf(production);
  return {
    format: 1,
    tag: production.tag,
    version: production.version,
    trial: production.trial,
    folder: production.folder,
    outDS: production.outDS,
    label: labelOf(production),
    contentDigest: production.contentDigest,
    ...(isWhole ? { runs: { count: runs.length, shown: row.run, ...limitOf(production) } } : {}),
    ...(lists.length === 0 ? {} : { lists }),
    ...(starts === undefined ? {} : { starts }),
    steps,
    total: {
      ...(isWhole ? amountsOfRuns(production) : amountsOfAll(production.steps)),
      ...(ceiling === undefined ? {} : { ceiling }),
    },
  };
};

const limitOf = ({ request }: Pick<Production, "request">): Pick<NonNullable<Plan["runs"]>, "first" | "atMost"> => {
  const [first, atMost] = [firstRunsOf(request), request.runs?.atMost];
  return { ...(first === undefined ? {} : { first }), ...(atMost === undefined ? {} : { atMost }) };
};

const plannedChecks = ({ least }: StepChecks, of: number | undefined): NonNullable<PlannedStep["checks"]> =>
  least === undefined || of === undefined ? {} : { least, of };

type Amounts = Pick<PlannedStep, "jobs" | "coreHours" | "estimate">;

/** All runs of the lists together, of one run too; of a dataset that grows nobody knows how many there will be. */
export const amountsOfRuns = ({
  steps,
  runs,
  stepsOfRuns,
}: Pick<Production, "steps" | "runs" | "stepsOfRuns">): Amounts => {
  if (stepsOfRuns !== undefined) return amountsOfAll(stepsOfRuns.flat());
  const { jobs, coreHours, estimate } = amountsOfAll(steps);
  const all = (amount: number | null): number | null => (runs?.length === 0 ? null : times(amount, runs?.length ?? 1));
  return {
    jobs: all(jobs),
    coreHours: all(coreHours),
    estimate: { coreHours: all(estimate.coreHours), gigabytes: all(estimate.gigabytes) },
  };
};

const amountsOfAll = (steps: readonly Step[]): Amounts => {
  const amounts = steps.map(amountsOf);
  return {
    jobs: sum(amounts.map(({ jobs }) => jobs)),
    coreHours: sum(amounts.map(({ coreHours }) => coreHours)),
    estimate: {
      coreHours: sum(amounts.map(({ estimate }) => estimate.coreHours)),
      gigabytes: sum(amounts.map(({ estimate }) => estimate.gigabytes)),
    },
  };
};

const amountsOf = (step: Step): Amounts => ({
  jobs: step.jobs ?? null,
  coreHours: coreHoursOf(step),
  estimate: estimateOf(step, eventsOf(step)),
});

/** Upper bound of what a step may use. `null`: nobody can say it. */
export const coreHoursOf = ({ walltime, maxJobs, cores, maxAttempt, retryMemory }: Step): number | null =>
  walltime === undefined || maxJobs === undefined
    ? null
    : maxJobs * cores * walltime * maxAttempt * (1 + retryMemory.length);

const eventsOf = ({ eventsPerJob, jobs, splitting, inputs: [primary] }: Step): number | null => {
  if (eventsPerJob !== undefined) return jobs === undefined ? null : eventsPerJob * jobs;
  const { files, eventsPerFile } = primary ?? {};
  if (files === undefined || eventsPerFile === undefined || splitting.kind === "jobs") return null;
  return Math.round(Math.min(files, splitting.maxFiles ?? files) * eventsPerFile);
};

/** A multiple of the unknown is unknown. */
const times = (amount: number | null, by: number): number | null => (amount === null ? null : amount * by);

/** A sum with an unknown part is unknown. */
export const sum = (parts: readonly (number | null)[]): number | null =>
  parts.reduce<number | null>((total, part) => (total === null || part === null ? null : total + part), 0);

const planStep = (production: Production | CountedProduction, step: Step): PlannedStep => {
  const { jobs, coreHours, estimate } = amountsOf(step);
  return {
    step: step.name,
    ...(step.build === production.request.build ? {} : { build: step.build }),
    task: taskPattern(production.outDS, step.name),
    parents: [...new Set(step.inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : [])))],
    jobs,
    events: eventsOf(step),
    coreHours,
    estimate,
    memory: step.memory ?? null,
    ...(step.retryMemory.length === 0 ? {} : { retryMemory: step.retryMemory }),
    ...(step.checks === undefined ? {} : { checks: plannedChecks(step.checks, step.eventsPerJob) }),
    ...(step.validates ? { validates: true as const } : {}),
    cores: step.cores,
    walltime: step.walltime ?? null,
    maxAttempt: step.maxAttempt,
    sites: step.sites,
    destination: step.destination ?? null,
    seed: step.seed === undefined ? null : { stream: step.seed.stream, count: step.maxJobs ?? 0 },
    when: production.request.steps[step.name]?.when ?? null,
    ...(step.row === undefined || !handsOnRows(step) ? {} : { handsOn: step.row.of }),
    ...(isPairing(step) ? { pairs: primaryStreams(step).map(({ name }) => name) } : {}),
    ...planTable(production, step),
    inputs: readsInputs(step) ? step.inputs.map((input, index) => planInput(production, step, input, index)) : [],
    outputs: step.outputs.map(({ name, packs, pattern }) => ({
      output: name,
      dataset: outputPattern(production.outDS, step.name, name),
      files: pattern === undefined ? (step.jobs ?? null) : null,
      ...stated({ packs, pattern }),
    })),
    prun: prunCommand(production, step),
  };
};

const planTable = (production: Production | CountedProduction, step: Step): Pick<PlannedStep, "table"> => {
  if (step.table === undefined) return {};
  const { name: file, rows, columns, cut } = step.table;
  const jobsCut =
    cut === undefined ? {} : { cut: planCut(cut, listsRead(production, step), leftOutOf(production, cut, step.name)) };
  return { table: { file, rows: rows.length, columns: columns.map(({ name }) => name), ...jobsCut } };
};

const listsRead = (
  { request: { inputs = {}, steps } }: Pick<Production, "request">,
  { name }: Step,
): readonly string[] => (steps[name]?.in ?? []).map(({ from }) => inputs[from]?.list ?? from);

/** What is shown for all runs says what is missing in any of them. */
const leftOutOf = (
  { run, tables }: Pick<Production, "run" | "tables">,
  own: CutFiles,
  step: string,
): CutFiles["leftOut"] => (run === undefined ? (tables.get(step)?.cut?.leftOut ?? []) : own.leftOut);

const estimateOf = (step: Step, events: number | null): PlannedEstimate => ({
  coreHours: expectedCoreHours(step),
  gigabytes: gigabytesOf(step, events),
});

const gigabytesOf = ({ estimate = {} }: Step, events: number | null): number | null =>
  estimate.megabytes === undefined || events === null ? null : (estimate.megabytes * events) / 1000;

const planInput = (
  { outDS }: Pick<Production, "outDS">,
  { splitting, naming }: Step,
  { name, source, files, filesPerJob, allOf, reuse }: StepInput,
  index: number,
): PlannedInput => ({
  name,
  stream: `IN${index + 1}`,
  dataset: source.kind === "step" ? outputPattern(outDS, source.step, source.output) : externalName(source),
  files: files ?? null,
  filesPerJob: index === 0 && splitting.kind === "gigabytes" ? null : filesPerJob,
  ...(index === 0 && allOf !== undefined ? { all: true } : {}),
  ...(index === 0 && naming?.grouped === true ? { grouped: true } : {}),
  reuse,
});
