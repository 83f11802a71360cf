import type { LocalFile, LocalOutput, LocalReport } from "../core/jobs/run-report.ts";
import type { Job } from "../core/jobs/split-task.ts";
import type { Step } from "../core/production/production.ts";

export type LocalJob = {
  readonly step: Step;
  /** Used in the names of outputs where PanDA writes the id of the task. */
  readonly task: number;
  readonly job: Job;
  readonly inputs: readonly LocalFile[];
};

/** The jobs of one production on this machine, and the files that they leave. */
export interface LocalJobs {
  /** What stops these steps from running here, each with where it comes from; empty: nothing. */
  missing(steps: readonly Step[]): Promise<readonly string[]>;
  /** Whether a file is here, and may be read. */
  holds(path: string): Promise<boolean>;
  /** Files that a person laid out for an input: `[input]`, or `[step, output]`. `undefined`: no such folder. */
  given(place: readonly string[]): Promise<readonly LocalFile[] | undefined>;
  /** Waits until the machine has room for it. Throws nothing for a job that fails. */
  run(job: LocalJob): Promise<LocalReport>;
  /** All jobs of a step have ended: what earlier runs left of its outputs goes away. */
  settle(step: Step, outputs: readonly LocalOutput[]): Promise<void>;
  lastWords(report: LocalReport): Promise<readonly string[]>;
}
