import type { RunRecord } from "./records.ts";
import type { Disturbance } from "./schedule.ts";

/** A running sandbox runner. */
export type RunnerHandle = {
  /** Until nothing runs and nothing waits. Throws when a workflow file held what the runner does not know, or the runner broke. */
  idle(): Promise<void>;
  /** In the order they started. */
  runs(): readonly RunRecord[];
  dispatch(request: {
    readonly workflow: string;
    readonly ref?: string;
    readonly inputs?: Readonly<Record<string, string>>;
    readonly actor?: string;
  }): void;
  /** The clock strikes: this `cron`, or every one that main's workflows name. */
  schedule(cron?: string): Promise<void>;
  /** Of the next strikes so many start nothing, or come together with the one after them. */
  disturbSchedule(how: Disturbance, strikes: number): void;
  /** These workflow files, such as `check.yml`, start nothing from here on, as where an administrator disabled them. */
  disable(files: readonly string[]): void;
  /** The same event and commit again, as `Re-run all jobs` does where this person presses it. */
  rerun(id: number, login?: string): void;
  /** A maintainer lets all runs begin that wait with the conclusion `action_required`. */
  approve(): void;
  /** A reviewer of the environment that a waiting run names lets it begin, or refuses it. */
  review(id: number, login: string, verdict?: "approved" | "rejected"): void;
  cancel(id: number): void;
  close(): Promise<void>;
};
