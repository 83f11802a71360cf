import { sum } from "../plan/plan.ts";
import type { PrintedNumbers } from "./printed-numbers.ts";

/** What PanDA's jobs reported when a task had ended, read once. */
export type StepCompletion = { readonly step: string; readonly task: number } & (
  | { readonly kind: "not-known"; readonly reason: string }
  | {
      /** Whether all jobs were read, or, of a task that has very many, those alone that did not succeed. */
      readonly kind: "all" | "unsuccessful";
      readonly count: number;
      /** Lowest and highest of their ids. */
      readonly first: number;
      readonly last: number;
      readonly sites: Readonly<Record<string, number>>;
      /** Jobs that did not succeed, by the stage at which they failed. */
      readonly failures: Readonly<Record<string, number>>;
      /** The same by site; left out: no job failed. */
      readonly failedAt?: Readonly<Record<string, Readonly<Record<string, number>>>>;
      /** What PanDA says of one job of each class of failures, in lines; of few classes. */
      readonly said?: Readonly<Record<string, string>>;
      /** Of each class of failures the newest job that failed, of the commonest ones; left out: none did. */
      readonly failedJobs?: Readonly<Record<string, number>>;
      /** What their pilots measured, where all jobs were read and one of them reported it. */
      readonly used?: JobsUsed;
      /** What their checks of outputs printed, as far as PanDA has it. */
      readonly printed?: PrintedNumbers;
      /** Of the jobs that succeeded, by dataset; `null`: not known. */
      readonly outputs: Readonly<Record<string, { readonly files: number; readonly bytes: number | null }>>;
    }
);

/** `null` where a step was not read whole, or a pilot said nothing. */
export const coreHoursUsed = (steps: readonly StepCompletion[] = []): number | null => {
  const seconds = sum(steps.map((step) => (step.kind === "all" ? (step.used?.cpuSeconds ?? null) : null)));
  return seconds === null || steps.length === 0 ? null : Math.round(seconds / 36) / 100;
};

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

/** Of a step with several parents that has ended: by parent, how many files it read and how many that one has made. */
export type ReadByJoin = { readonly read?: Readonly<Record<string, FilesRead>> };
export type FilesRead = { readonly had: number; readonly made: number };
