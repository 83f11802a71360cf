import type { EventRanges } from "../production/production.ts";

/** What drives the number of jobs: a count given by the author, or the files of the primary input (`IN`). */
export type TaskInput =
  | { readonly kind: "none"; readonly jobs: number }
  | {
      readonly kind: "files";
      /** As JEDI takes them, see `chosenFiles`. */
      readonly files: readonly string[];
      /** A job has files of one group only, whose names are equal up to this number of dots; 0: all are one (PANDA J7). */
      readonly groupFields: number;
      /** prun `--nFilesPerJob`. The last job takes what is left. */
      readonly filesPerJob: number;
      /** Jobs have this many events of one file of so many; `undefined`: whole files. */
      readonly ranges?: EventRanges | undefined;
      /** How often the dataset is named: each time its files, seeds and secondary inputs begin again (PANDA J9). */
      readonly repeat: number;
      /** prun `--nFiles`: files beyond it are left alone. */
      readonly maxFiles: number | undefined;
    };

/** prun `--secondaryDSs IN2:5:dataset`: read together with the primary input, a fixed number of files a job. */
export type SecondaryInput = {
  /** Stream name as the command says it: `IN2`, `IN3` ... */
  readonly stream: string;
  readonly files: readonly string[];
  readonly filesPerJob: number;
  /** prun `--reusableSecondary`: JEDI begins at the first file again whenever it makes jobs, the scouts first (PANDA J15). */
  readonly reusable: boolean;
};

export type TaskShape = {
  readonly input: TaskInput;
  readonly secondaries: readonly SecondaryInput[];
  /** Without scouts all jobs are made at one time. */
  readonly scouted: boolean;
  /** n of `%RNDM:n`: job 1 gets n+1, job 2 n+2 (PANDA J1). One base per command. */
  readonly seedOffset: number | undefined;
};

export type Job = {
  /** From 1; the serial number in the names of the outputs. */
  readonly number: number;
  readonly seed: number | undefined;
  /** File names by stream: `IN`, `IN2` ... */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Of a file that is divided, counted from 0. */
  readonly firstEvent?: number;
};

export type Split =
  | { readonly kind: "jobs"; readonly jobs: readonly Job[] }
  | { readonly kind: "no-files" }
  /** JEDI cannot fill in the command of any job (PANDA J4). */
  | { readonly kind: "secondary-empty"; readonly stream: string };

/** A task's jobs as JEDI first makes them. */
export const splitTask = ({ input, secondaries, scouted, seedOffset }: TaskShape): Split => {
  const jobs = placed(passes(input), scouted ? scouts : 0);
  if (jobs.length === 0) return { kind: "no-files" };
  const empty = secondaries.find(({ files }) => files.length === 0);
  if (empty !== undefined) return { kind: "secondary-empty", stream: empty.stream };
  return {
    kind: "jobs",
    jobs: jobs.map(({ files, index, inCycle, firstEvent }, before) => ({
      number: before + 1,
      seed: seedOffset === undefined ? undefined : seedOffset + index + 1,
      ...(firstEvent === undefined ? {} : { firstEvent }),
      files: {
        ...(files === undefined ? {} : { IN: inOrder(files) }),
        ...Object.fromEntries(
          secondaries.map((secondary) => [
            secondary.stream,
            secondaryFiles(secondary, secondary.reusable ? inCycle : index),
          ]),
        ),
      },
    })),
  };
};

/** Chunks of input that JEDI makes jobs of at first. */
const scouts = 10;

/** The position of each job in its pass, and among those of the pass that JEDI makes at one time. */
const placed = (passes: readonly (readonly Portion[])[], scouts: number) => {
  let before = 0;
  return passes.flatMap((pass) => {
    const first = Math.max(0, scouts - before);
    before += pass.length;
    return pass.map((portion, index) => ({ ...portion, index, inCycle: index < first ? index : index - first }));
  });
};

/** What one job has of the primary input. */
type Portion = { readonly files?: readonly string[]; readonly firstEvent?: number };

const passes = (input: TaskInput): readonly (readonly Portion[])[] => {
  if (input.kind === "none") return [Array.from({ length: input.jobs }, () => ({}))];
  const { files, filesPerJob, groupFields, ranges, repeat, maxFiles = Number.POSITIVE_INFINITY } = input;
  return Array.from({ length: repeat }, (_, pass) => {
    const taken = files.slice(0, Math.max(0, maxFiles - pass * files.length));
    return grouped(taken, groupFields)
      .flatMap((group) =>
        Array.from({ length: Math.ceil(group.length / filesPerJob) }, (_, index) =>
          group.slice(index * filesPerJob, (index + 1) * filesPerJob),
        ),
      )
      .flatMap((portion) => (ranges === undefined ? [{ files: portion }] : divided(portion, ranges)));
  });
};

const divided = (files: readonly string[], { perFile, perJob }: EventRanges): readonly Portion[] =>
  Array.from({ length: Math.ceil(perFile / perJob) }, (_, index) => ({ files, firstEvent: index * perJob }));

/** Files of one group are neighbours, because files are sorted by name. */
const grouped = (files: readonly string[], fields: number): readonly (readonly string[])[] =>
  fields === 0
    ? [files]
    : files
        .map((file) => file.split(".").slice(0, fields).join("."))
        .flatMap((group, index, groups) =>
          group === groups[index - 1] ? [] : [files.slice(index, groups.lastIndexOf(group) + 1)],
        );

/** When the files run out, the next ones are the first again, whether or not `--reusableSecondary` asks for it (PANDA J4). */
export const secondaryFiles = ({ files, filesPerJob }: SecondaryInput, index: number): readonly string[] =>
  inOrder(
    Array.from({ length: filesPerJob }, (_, offset) => files[(index * filesPerJob + offset) % files.length] ?? ""),
  );

/** A job sees each file once, by name (PANDA J6). */
const inOrder = (files: readonly string[]): readonly string[] => [...new Set(files)].toSorted();
