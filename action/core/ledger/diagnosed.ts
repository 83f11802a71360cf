/** What the failed jobs of an ended task say of memory. */
export type Diagnosed = {
  readonly step: string;
  readonly task: number;
  readonly attemptNr: number;
  /** The highest id of a job that was read: what comes later is of a later try. */
  readonly lastJob: number;
  /** Jobs that died of memory since the time before. */
  readonly outOfMemory: number;
  /** MB per core with which the failed part is tried again; none where nothing died of memory, or all was tried. */
  readonly memory?: number;
};
