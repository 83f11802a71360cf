import { type Entered, skippedIn } from "../../core/pass/entering/enter-main.ts";
import type { TrialRefused } from "../../core/pass/entering/enter-trials.ts";
import type { PassPlan } from "../../core/pass/planning/plan-pass.ts";
import type { RefusedOnMain } from "../../core/pass/refused-on-main.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { TrackedSubmission } from "../ledger-access/words-on-pull.ts";

/** What a pass found on main and among the orders of trials. */
export type FoundByPass = {
  /** Requests on main that the judge refuses. */
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedOnMain[];
  /** What this pass entered without an intent, each with the commit that brought it. */
  readonly skipped: readonly TrackedSubmission[];
  /** Trials that people ordered and that are not submitted. */
  readonly trialsRefused: readonly TrialRefused[];
  /** The last processed commit, when main was force-pushed. */
  readonly rewritten: string | undefined;
  /** Merges wait, and this pass entered none of them. */
  readonly entersNone: boolean;
};

export const nothingFound: FoundByPass = {
  problems: [],
  refused: [],
  skipped: [],
  trialsRefused: [],
  rewritten: undefined,
  entersNone: false,
};

export const foundBy = ({ entered, trialsRefused }: PassPlan, before = nothingFound): FoundByPass => ({
  ...foundOnMain(entered, before),
  trialsRefused,
  rewritten: entered.rewritten,
});

/** With what the same pass read of main before: what was refused then was looked at again. */
export const foundOnMain = (entered: Entered, before: FoundByPass): FoundByPass => ({
  ...before,
  problems: [...before.problems.filter(({ severity }) => severity !== "error"), ...entered.problems],
  refused: entered.refused,
  skipped: [...before.skipped, ...skippedIn(entered)],
  entersNone: entered.entersNone,
});
