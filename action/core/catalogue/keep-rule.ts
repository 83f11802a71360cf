import { isLaterEnd } from "../text/keep-time.ts";
import type { KeepRule, KeepRules } from "./data-seen.ts";

/** A rule that is wanted. Anybody may write our comment into a rule of an account of theirs, so ours has both. */
export type WantedRule = {
  readonly account: string;
  readonly at: string;
  readonly copies: number;
  readonly comment: string;
  /** `undefined`: for ever. */
  readonly until: Date | undefined;
};

export type RuleStep =
  /** `rule`: which one of ours does. */
  | { readonly kind: "stands"; readonly rule?: string | undefined }
  | { readonly kind: "make"; readonly seconds: number | undefined }
  | { readonly kind: "extend"; readonly rule: string; readonly seconds: number | undefined }
  /** Rucio takes no second rule of this account, place and number of copies, and this one is not ours. */
  | { readonly kind: "taken"; readonly rule: string };

/**
 * A rule that lasts so much less is left as it is: a lifetime is counted from Rucio's now (RUCIO C13), which is later
 * when a slow call arrives, and no call must make a rule end earlier than it did.
 */
const tolerance = 60 * 60 * 1000;

/** What is to be done so that data are kept so long; nothing ever ends earlier by it. */
export const ruleStep = ({ rules, now }: KeepRules, wanted: WantedRule): RuleStep => {
  const seconds = wanted.until === undefined ? undefined : Math.ceil((wanted.until.getTime() - now.getTime()) / 1000);
  if (!isLaterEnd(wanted.until, new Date(now.getTime() + tolerance))) return { kind: "stands" };
  const equal = rules.filter(
    (one) => one.account === wanted.account && one.where === wanted.at && one.copies === wanted.copies,
  );
  const own = equal.filter(({ comment }) => comment === wanted.comment);
  const lasting = [...own, ...equal].find((one) => lasts(one, wanted));
  if (lasting !== undefined) return { kind: "stands", rule: own.includes(lasting) ? lasting.id : undefined };
  const last = own.find((one) => !own.some((other) => isLaterEnd(other.until, one.until)));
  if (last !== undefined) return { kind: "extend", rule: last.id, seconds };
  const [taken] = equal;
  return taken === undefined ? { kind: "make", seconds } : { kind: "taken", rule: taken.id };
};

const lasts = ({ until }: KeepRule, wanted: WantedRule): boolean =>
  !isLaterEnd(wanted.until, until === undefined ? undefined : new Date(until.getTime() + tolerance));
