import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { isOfRun } from "../production/run-row.ts";
import { problemAt } from "../text/places.ts";
import type { LintedStep } from "./linted-step.ts";
import { isRead, isReadBySetup, isUnderstood } from "./parameters.ts";

/**
 * Of a production with a list of runs in which nothing differs from run to run but the seeds. `undefined` among the
 * steps: not understood, so nobody knows what it reads.
 */
export const checkUnreadRun = (
  production: Production,
  steps: readonly (LintedStep | undefined)[],
): readonly Problem[] => {
  const { request, where, row: run, steps: made } = production;
  if (request.runs === undefined || run === undefined) return [];
  const names = ["run", ...Object.keys(run.columns)].filter(isOfRun);
  const silent = steps.every((linted) => isUnderstood(linted) && !names.some((name) => isRead(linted, name)));
  const named = JSON.stringify([request.inputs, request.steps]).includes("{run");
  const readsRuns = made.some(({ inputs }) => inputs.some(({ source }) => source.kind === "production"));
  if (!silent || named || readsRuns || isReadBySetup(production, "run")) return [];
  const message = "Nothing of this production says `run`: each run of the list would be the same again.";
  const hint = "pass $run to the payload, or write {run} into the names of its data";
  return [problemAt(where, ["runs"], "run-not-read", { message, key: true, hint })];
};
