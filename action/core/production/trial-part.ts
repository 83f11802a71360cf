/** What of a request is tried; without any of it, all. */
export type TrialPart = {
  /** Most jobs of each step, but for those that another one needs more files of, in addition to its primary input. */
  readonly jobs?: number;
  readonly events?: number;
  /** This step, and those that it reads. */
  readonly step?: string;
};
