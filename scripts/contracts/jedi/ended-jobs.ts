import { type Job, retried, type TaskShape } from "../../../action/core/jobs/split-task.ts";
import type { JediCase } from "./cases.ts";

/** A job of one attempt, and how it ended. */
export type EndedJob = Job & { readonly good: boolean };

/**
 * Attempts in JEDI's order: each cycle makes the jobs that failed once more, until they are good or have no attempt
 * left. A task that is tried again gives each lost job one more attempt, which is good.
 */
export const endedJobs = (
  shape: TaskShape,
  jobs: readonly Job[],
  maxAttempt: number,
  fails: Readonly<Record<number, number>>,
  isRetried: boolean,
): readonly EndedJob[] => {
  const ended: EndedJob[] = [];
  let waiting = jobs.map((job) => ({ job, first: job.number }));
  for (let attempt = 1; waiting.length > 0; attempt++) {
    const last = attempt > maxAttempt;
    for (const one of waiting) ended.push({ ...one.job, good: last || attempt > (fails[one.first] ?? 0) });
    const again = waiting.filter((_, index) => ended[ended.length - waiting.length + index]?.good === false);
    if (attempt === maxAttempt && !isRetried) break;
    const next = ended.length + 1;
    const made = retried(
      shape,
      again.map(({ job }) => job),
      next,
    );
    waiting = made.map((job, index) => ({ job, first: again[index]?.first ?? 0 }));
  }
  return ended;
};

export const failsOf = ({ fails = {} }: JediCase, step: string): Readonly<Record<number, number>> => fails[step] ?? {};
