import { githubContext, inputsContext, type RunFacts, scopeOf } from "./contexts.ts";
import { fill, holds } from "./expression/template.ts";
import type { Setting } from "./setting.ts";
import { variablesOf } from "./stored-settings.ts";

type Facts = Omit<RunFacts, "attempt">;

const scopeAt = (setting: Setting, run: Facts) => {
  const facts = { ...run, attempt: 1 };
  const contexts = { github: githubContext(setting, facts), inputs: inputsContext(facts), vars: variablesOf(setting) };
  return scopeOf({ ...contexts, needs: {} }, { failed: false, cancelled: false, skipped: false });
};

/** Who has to approve this run before it begins, because a job of it that is not passed over names their environment. */
export const awaitedReview = (setting: Setting, run: Facts) => {
  const scope = scopeAt(setting, run);
  return run.workflow.jobs
    .filter((job) => job.environment !== undefined && job.needs.length === 0 && holds(job.if, scope))
    .map(({ environment = "" }) => setting.github.environmentReviewers(fill(environment, scope)))
    .find(({ reviewers }) => reviewers.length > 0);
};

/** A run that waits gives way to a newer one of its group, where the group cancels what is in progress. */
export const isReplaced = (
  setting: Setting,
  older: Facts & { readonly progress: { readonly status: string } },
  newer: Facts,
): boolean => {
  if (older.progress.status !== "waiting" || newer.workflow.concurrency === undefined) return false;
  const { group, cancelInProgress } = newer.workflow.concurrency;
  const groupOf = (run: Facts): string => fill(run.workflow.concurrency?.group ?? "", scopeAt(setting, run));
  return (
    groupOf(older) === fill(group, scopeAt(setting, newer)) &&
    fill(cancelInProgress, scopeAt(setting, newer)).trim() === "true"
  );
};
