import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import type { PastVersion } from "./check-version.ts";

/**
 * A release whose steps join inputs by identity, of a tag that PanDA never ran: nobody knows yet whether PanDA can do
 * what such a join asks of it (ADR 6). A trial or an earlier release has shown it.
 */
export const checkUntriedJoins = (
  { where, trial, folder, steps }: Production,
  history: readonly Pick<PastVersion, "submitted" | "made">[],
): readonly Problem[] => {
  if (trial || history.some(({ submitted, made }) => submitted && made === "here")) return [];
  const joining = steps.find(({ inputs }) => inputs.filter(({ pair }) => pair).length > 1);
  if (joining === undefined) return [];
  return [
    problemAt(where, ["steps", joining.name, "in"], "join-not-tried", {
      message: `\`${joining.name}\` joins its inputs by identity, and no trial has shown yet that PanDA can do it.`,
      key: true,
      hint: `run a trial first: write /shrek trial on the pull request, or run shrek bump --test ${/^[\w./-]+$/.test(folder) ? folder : ""}`.trimEnd(),
    }),
  ];
};
