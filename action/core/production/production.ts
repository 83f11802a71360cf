import type { Conventions } from "../conventions/conventions.ts";
import { mayNameTrial } from "../conventions/version-style.ts";
import type { Parameters, Request } from "../request/request.ts";
import type { Located } from "../text/places.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Condition } from "./condition.ts";
import type { ListOrigin } from "./list-origin.ts";
import type { RunRow } from "./run-row.ts";
import { type Table } from "./table.ts";

/** A request that passed its own checks: every reference resolved, every default applied. */
export type Production = {
  readonly folder: string;
  readonly where: Located;
  /** What this production is made of: of a request with `variants`, with the variant's fields in their places. */
  readonly request: Request;
  readonly conventions: Conventions;
  readonly tag: string;
  readonly version: string;
  readonly trial: boolean;
  /** Of a production that grows the run that is submitted by itself; `undefined`: all of it. */
  readonly run: number | undefined;
  /** All runs of its lists; `undefined`: it does not grow. With runs and no `run`, this is all of them together, and is not submitted itself. */
  readonly runs: readonly RunRow[] | undefined;
  /** The files of these lists, from the top of the repository: in its folder, or beside several productions. */
  readonly runLists: readonly string[];
  /** What the list says of `run`; of all together that of the one with which they are shown and validated. */
  readonly row: RunRow | undefined;
  /** Steps of each run, where the list says how much data each has; `undefined`: all runs are alike, or there are none. */
  readonly stepsOfRuns: readonly (readonly Step[])[] | undefined;
  /** Of the steps that have one, with the rows of all runs. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Where its lists of files come from, as far as they say it; no content. A run's list is with its row. */
  readonly origins: readonly ListOrigin[];
  /** Base name of everything PanDA makes for it, the same for all attempts. */
  readonly outDS: string;
  /** One of several of the same request. */
  readonly variant: boolean;
  readonly workingGroup: string;
  /** Producers before consumers; the author's order otherwise. */
  readonly steps: readonly Step[];
  readonly contentDigest: string;
  readonly isCounted?: undefined;
};

/**
 * With the numbers of jobs that follow from what other productions make: for the plan, its cost and who must approve it.
 * It is never rendered, because what is sent is a function of the request alone (ADR 4).
 */
export type CountedProduction = Omit<Production, "isCounted"> & { readonly isCounted: true };

export type Step = {
  readonly name: string;
  /** Its own software release, or the request's. */
  readonly build: string;
  readonly inputs: readonly StepInput[];
  readonly outputs: readonly StepOutput[];
  /** How many jobs: given, or counted from the files of the primary input. `undefined`: unknown before PanDA splits. */
  readonly jobs: number | undefined;
  /** The most that it can be, where that is known. */
  readonly maxJobs: number | undefined;
  readonly splitting: Splitting;
  readonly eventsPerJob: number | undefined;
  readonly copyInputs: boolean;
  /** MB per core. */
  readonly memory: number | undefined;
  /** MB per core of each further try of what died of memory, rising; empty: it is not tried again. */
  readonly retryMemory: readonly number[];
  readonly cores: number;
  /** Hours. */
  readonly walltime: number | undefined;
  readonly maxAttempt: number;
  readonly sites: readonly string[];
  readonly excludeSites: readonly string[];
  readonly setup: string | undefined;
  readonly container: string | undefined;
  readonly priority: number | undefined;
  /** Storage element, as Rucio names it. */
  readonly destination: string | undefined;
  readonly when: Condition | undefined;
  /** The finished share of the files that counts as good, 0 to 1. */
  readonly accept: number;
  readonly estimate: Estimate | undefined;
  readonly checks: StepChecks | undefined;
  /** Data of the steps that it reads are good when all its jobs have succeeded. */
  readonly validates: boolean;
  /** `undefined`: the number of its jobs is unknown, or PanDA begins to count anew, so that no number is its own. */
  readonly seed: Seed | undefined;
  /** Its files carry in their names from which file they descend, because a step further down pairs them. */
  readonly lineage: boolean;
  /** What the names of its primary files say and those of its own go on to say; `undefined`: nothing. */
  readonly naming: Naming | undefined;
  readonly parameters: Parameters;
  readonly table: Table | undefined;
  /** Whence a job knows its row: its own, or that of the job which made its file. */
  readonly row: RowKnown | undefined;
  readonly resources: readonly SourceFile[];
  readonly run: string;
};

/** `least`: events that the outputs of a job must hold; `undefined`: nobody counts them. */
export type StepChecks = { readonly run: string; readonly least: number | undefined };

/** PanDA counts its jobs anew with each reading of its data (PANDA J16). */
export const countsAnew = ({ inputs: [primary] }: Pick<Step, "inputs">): boolean => (primary?.repeat ?? 1) > 1;

/** Keys in the names of files. Both lists are of the same fields. */
export type Naming = {
  /** Places in the name of a primary file, counted from 1 between dots; PanDA puts them into those of the outputs in this order. */
  readonly numbers: readonly number[];
  /** The text of each field, such as `{segment}`. */
  readonly fields: readonly string[];
  /** A job has files of equal keys, exactly as many as `filesPerJob`. */
  readonly grouped: boolean;
};

/** Whence each job of a step knows of which row of a table it is. */
export type RowKnown = {
  readonly table: Table;
  readonly of: string;
  /** The input whose file holds the number of the row; `undefined`: the step has the table, and its seed says it. */
  readonly input: string | undefined;
};

/** Each job of a table writes its row into it, where a later step reads a column. */
export const rowFile = (step: string): string => `${step}.row`;

/** A task that SHREK adds: it makes nothing but a file of the row again. */
export const handsOnRows = ({ outputs }: Pick<Step, "outputs">): boolean => outputs.every(({ row }) => row);

export type StepOutput = {
  readonly name: string;
  /** SHREK writes the number of the row into it. */
  readonly row: boolean;
  /** SHREK packs what fits this pattern into it. */
  readonly packs: string | undefined;
  /** All files that fit this pattern, in unknown number; `undefined`: one file, called `name`. */
  readonly pattern: string | undefined;
  /** Bytes. */
  readonly minBytes: number | undefined;
};

/** The payload makes it under this name: it is no row that the wrapper writes, and nothing that a pattern finds. */
export const isOneFile = ({ row, packs, pattern }: StepOutput): boolean =>
  !row && packs === undefined && pattern === undefined;

/** How PanDA cuts the primary input into jobs. */
export type Splitting =
  | { readonly kind: "jobs"; readonly jobs: number }
  | {
      readonly kind: "files";
      readonly filesPerJob: number;
      readonly maxFiles: number | undefined;
      /** A file is divided among jobs; `undefined`: each job has whole files. */
      readonly ranges: EventRanges | undefined;
    }
  | {
      readonly kind: "gigabytes";
      readonly gbPerJob: number;
      readonly maxFilesPerJob: number | undefined;
      readonly maxFiles: number | undefined;
    };

/** Events of a file and of a job, of which a file has a whole number. */
export type EventRanges = { readonly perFile: number; readonly perJob: number };

/** Whence each job has its `uniqueId`. `max`: the largest that its generator takes. */
export type Seed = { readonly stream: string; readonly max: number };

/** CPU seconds and MB of output an event. */
export type Estimate = { readonly seconds?: number; readonly megabytes?: number };

/** The first is primary, and those with `pair`; the others are secondary. */
export type StepInput = {
  /** The bash array of its files in the payload: what `from` says, or `as`. */
  readonly name: string;
  readonly source: InputSource;
  readonly filesPerJob: number;
  /** `filesPerJob: all`: a job reads all files, and never fewer than `least`. `undefined`: it reads `filesPerJob`. */
  readonly allOf: { readonly least: number } | undefined;
  readonly reuse: boolean;
  /** Joined by identity with the other inputs that say so: all of them are primary. */
  readonly pair: boolean;
  /** An archive that SHREK packed, and unpacks: its number of files is unknown. */
  readonly packed: boolean;
  /** Its step makes files by a pattern, in unknown number. `jobs`: how many jobs make them, where that is known. */
  readonly byPattern: { readonly jobs: number | undefined } | undefined;
  /** A file is read whose name contains one of these; all, where there is none. */
  readonly match: readonly string[];
  readonly exclude: string | undefined;
  /** Of a dataset that grows the files of its run, by their whole names. */
  readonly only?: readonly string[];
  readonly skip: number;
  readonly repeat: number;
  /** Files that are there to read: jobs of the producer, or what `files` says, after `skip`, times `repeat`. `undefined`: unknown. */
  readonly files: number | undefined;
  /** Of data from outside, on average. `undefined`: unknown, or a step makes them. */
  readonly eventsPerFile: number | undefined;
};

export type InputSource =
  | { readonly kind: "step"; readonly step: string; readonly output: string }
  | {
      readonly kind: "dataset";
      readonly input: string;
      readonly dataset: string;
      readonly output: string | undefined;
      readonly task: TaskNeed | undefined;
    }
  | UpstreamSource;

/** Another production's output: a symbol until that production has its datasets. */
export type UpstreamSource = {
  readonly kind: "production";
  readonly input: string;
  readonly tag: string;
  /** The version that is meant: the one written, or what the range is bound to. */
  readonly version: string;
  readonly step: string;
  /** `undefined`: the only one that the step makes. */
  readonly output: string | undefined;
  /** The finished share of the files that is enough, 0 to 1. */
  readonly require: number;
};

/** A task whose end is waited for, by its name at PanDA. */
export type TaskNeed = { readonly name: string; readonly output: string; readonly require: number };

/** Of the data that the request calls by its name at PanDA, the names that a trial may have given: each once. */
export const trialNamesRead = ({ steps }: Production): readonly string[] => [
  ...new Set(
    steps
      .flatMap(({ inputs }) => inputs.flatMap(({ source }) => (source.kind === "dataset" ? [source.dataset] : [])))
      .filter(mayNameTrial),
  ),
];

/** Lists of runs that stand beside several productions. */
export const sharedRunLists = ({ folder, runLists }: Pick<Production, "folder" | "runLists">): readonly string[] =>
  runLists.filter((list) => !list.startsWith(`${folder}/`));

/** What brings a production to main, or a run of it, changes one of these. */
export const placesOnMain = (production: Pick<Production, "folder" | "runLists">): readonly string[] => [
  production.folder,
  ...sharedRunLists(production),
];

/** Where its lists come from, each once: of a run that of its own list of runs, of all together those of all. */
export const originsOf = ({
  run,
  row,
  runs = [],
  origins,
}: Pick<Production, "run" | "row" | "runs" | "origins">): readonly ListOrigin[] => {
  const rows = run === undefined ? runs : [row];
  return [...new Set(rows.flatMap((one) => one?.from ?? [])), ...origins];
};

/** PanDA's prodSourceLabel. */
export const labelOf = ({ conventions, trial }: Pick<Production, "conventions" | "trial">): string =>
  trial ? conventions.labels.trial : conventions.labels.release;
