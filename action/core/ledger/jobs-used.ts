/** What jobs used, as their pilots measured it; `null`: not known. */
export type JobsUsed = {
  /** Those that succeeded, which the times are of. */
  readonly jobs: number;
  /** Of the longest. */
  readonly seconds: number | null;
  readonly cpuSeconds: number | null;
  /** Of the largest, all its processes together; of one that died of memory, what it had then. */
  readonly megabytes: number | null;
};
