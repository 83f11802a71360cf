import type { MemoryMeter } from "./memory-meter.ts";
import type { ArchiveFile } from "./unpack-archive.ts";

/** One execution of a task, on this machine, in a folder of its own. */
export type JobOrder = {
  /** Made anew: what an earlier attempt left there is removed. */
  readonly dir: string;
  /** A file, or what was read of one already. */
  readonly archive: string | readonly ArchiveFile[] | undefined;
  /** `name` is what the command sees in its folder, `path` where the file lies. */
  readonly inputs: readonly { readonly name: string; readonly path: string }[];
  readonly command: string;
  readonly outputs: readonly string[];
  /** Seconds. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
  /** Looks how much memory all its processes have together, in MB, and ends it above the limit if there is one. */
  readonly memory?: { readonly meter: MemoryMeter; readonly limit: number | undefined };
  /** Has room for the job while the work lasts: folder and shell are ready before, and what a job left is looked at after. */
  readonly turn?: (work: () => Promise<void>) => Promise<void>;
  /** Files in which a command that runs in an image says its process group, if it is not this one, and in the end its processor time, in the words of `times`. */
  readonly inImage?: { readonly pid?: string; readonly times: string };
  /** Is told the process group of the job before the command begins. */
  readonly began?: (group: number) => void;
};

export type JobEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "timed-out" }
  | { readonly kind: "over-memory" }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly message: string };
/** Seconds and MB; `undefined`: nobody saw it. */
export type JobUsage = {
  readonly seconds: number;
  readonly cpuSeconds: number | undefined;
  readonly megabytes: number | undefined;
};
