import { info, warning } from "../adapters/runner/actions-report.ts";
import type { UpkeepKind } from "../core/command/form-names.ts";
import { quotable } from "../core/problems/problem.ts";
import type { KeptUp } from "../flows/propose/keep-up.ts";

const endings = {
  nothing: "nothing to propose",
  opened: "opened",
  updated: "updated",
  unchanged: "stands as it is",
  theirs: "left to those who pushed to its branch",
  unsure: "left as it is, because not all could be looked up",
} as const satisfies Readonly<Record<KeptUp["kind"], string>>;

export const tellKept = (kind: UpkeepKind, { kind: end, pullRequest, closed, words }: KeptUp): void => {
  for (const one of words) warning(quotable(one));
  for (const number of closed) info(`${kind}: pull request ${number} is overtaken, and closed`);
  info(`${kind}: ${pullRequest === undefined ? "" : `pull request ${pullRequest}, `}${endings[end]}`);
};
