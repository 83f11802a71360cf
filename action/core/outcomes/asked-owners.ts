import { type KeepState, untilOf } from "../ledger/keeping.ts";
import { isLaterEnd } from "../text/keep-time.ts";
import { dayOf } from "../text/list-head.ts";

/** The month in which owners are asked, by which its issue is found again: `2026-12`. */
export const monthOf = (now: Date): string => now.toISOString().slice(0, "2026-12".length);

/** Nobody was asked in this month, and nobody looked on this day: a look reads the whole ledger. */
export const isAskDue = (asked: string | undefined, now: Date): boolean =>
  asked !== monthOf(now) && asked !== dayOf(now);

/** Whoever is asked in a month has all of the next one to answer before anything expires that is not named to him now. */
export const askedUntil = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1));

/** Rules of ours keep its data, and these expire soon, or somebody gave them up. What has expired, Rucio has ended. */
export const isOwnerAsked = ({ past: { kept }, data }: Pick<KeepState, "past" | "data">, now: Date): boolean => {
  if (kept === undefined) return false;
  const until = untilOf(kept);
  return isLaterEnd(until, now) && (data === "drop" || isLaterEnd(askedUntil(now), until));
};
