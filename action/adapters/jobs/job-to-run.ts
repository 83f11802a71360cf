import type { MemoryMeter } from "./memory-meter.ts";
import type { ArchiveFile } from "./unpack-archive.ts";

/** `output`: what the files are handed on as; one is called so, unless an expression says how they are called. */
export type WantedOutput = { readonly output: string; readonly expression?: RegExp };

/** One execution of a task, on this machine, in a folder of its own. */
export type JobToRun = {
  /** Made again: what an earlier attempt left there is removed. */
  readonly dir: string;
  /** A file, or what was read of one already. */
  readonly archive: string | readonly ArchiveFile[] | undefined;
  /** `name` is what the command sees in its folder, `path` where the file lies. */
  readonly inputs: readonly { readonly name: string; readonly path: string }[];
  readonly command: string;
  /** Files in its folder: by name, or all that an expression finds. */
  readonly outputs: readonly WantedOutput[];
  /** Seconds. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
  /** Looks how much memory all its processes have together, in MB, and ends it above the limit if there is one. */
  readonly memory?: { readonly meter: MemoryMeter; readonly limit: number | undefined };
  /** Waits until there is room for the job, and does the work. Before it folder and shell are made ready, after it the outputs are looked at. */
  readonly turn?: (work: () => Promise<void>) => Promise<void>;
  /** Of a command that runs in an image: the file for its process group, where that is another one, and the file for its processor time, as `times` prints it. */
  readonly inImage?: { readonly pid?: string; readonly times: string };
  /** Gets the process group of the job before the command begins. */
  readonly began?: (group: number) => void;
};

export type JobEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "timed-out" }
  | { readonly kind: "over-memory" }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly message: string };
/** Seconds and MB; `undefined`: not measured. */
export type JobUsage = {
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  readonly megabytes: number | undefined;
};
