/** What drives the number of jobs: a count given by the author, or the files of the primary input (`IN`). */
export type TaskInput =
  | { readonly kind: "none"; readonly jobs: number }
  | {
      readonly kind: "files";
      readonly files: readonly string[];
      /** prun `--nFilesPerJob`. The last job takes what is left. */
      readonly filesPerJob: number;
      /** prun `--nFiles`: files beyond it are left alone. */
      readonly maxFiles?: number;
    };

/** prun `--secondaryDSs IN2:5:dataset`: read beside the primary input, a fixed number of files a job. */
export type SecondaryInput = {
  /** Stream name as the command says it: `IN2`, `IN3` ... */
  readonly stream: string;
  readonly files: readonly string[];
  readonly filesPerJob: number;
  /** prun `--reusableSecondary`: when the files run out, the next job starts again at the first. */
  readonly reusable: boolean;
};

export type TaskShape = {
  readonly input: TaskInput;
  readonly secondaries: readonly SecondaryInput[];
  /** n of `%RNDM:n`: job 1 gets n+1, job 2 n+2 (PANDA J1). One base per command. */
  readonly seedOffset: number | undefined;
  /** Number of the first job; above 1 where a task that ran before gets more input. */
  readonly firstJob?: number;
};

export type Job = {
  /** From 1; it is the serial number in the names of the outputs. */
  readonly number: number;
  readonly seed: number | undefined;
  /** File names by stream: `IN`, `IN2` ... */
  readonly files: Readonly<Record<string, readonly string[]>>;
};

export type Split =
  | { readonly kind: "jobs"; readonly jobs: readonly Job[] }
  | { readonly kind: "no-files" }
  /** `wanted` files of the stream are needed for all jobs, or, reusable, for one. */
  | {
      readonly kind: "secondary-too-small";
      readonly stream: string;
      readonly wanted: number;
      readonly available: number;
    };

/** A task's shape to its numbered jobs, as JEDI does it for files: in the order given, no file in two jobs but reused ones. */
export const splitTask = (shape: TaskShape): Split => {
  const primaries = primaryChunks(shape.input);
  if (primaries.length === 0) return { kind: "no-files" };
  for (const secondary of shape.secondaries) {
    const wanted = secondary.filesPerJob * (secondary.reusable ? 1 : primaries.length);
    if (wanted > secondary.files.length)
      return { kind: "secondary-too-small", stream: secondary.stream, wanted, available: secondary.files.length };
  }
  const first = shape.firstJob ?? 1;
  return {
    kind: "jobs",
    jobs: primaries.map((primary, index) => ({
      number: first + index,
      seed: shape.seedOffset === undefined ? undefined : shape.seedOffset + first + index,
      files: {
        ...(shape.input.kind === "files" ? { IN: primary } : {}),
        ...Object.fromEntries(
          shape.secondaries.map((secondary) => [secondary.stream, secondaryFiles(secondary, index)]),
        ),
      },
    })),
  };
};

const primaryChunks = (input: TaskInput): readonly (readonly string[])[] => {
  switch (input.kind) {
    case "none":
      return Array.from({ length: input.jobs }, () => []);
    case "files": {
      const files = input.files.slice(0, input.maxFiles ?? input.files.length);
      const size = Math.max(1, input.filesPerJob);
      return Array.from({ length: Math.ceil(files.length / size) }, (_, index) =>
        files.slice(index * size, (index + 1) * size),
      );
    }
  }
};

const secondaryFiles = ({ files, filesPerJob }: SecondaryInput, index: number): readonly string[] =>
  Array.from({ length: filesPerJob }, (_, offset) => files[(index * filesPerJob + offset) % files.length] ?? "");
