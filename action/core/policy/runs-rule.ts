import { sum } from "../plan/plan.ts";
import { inHundredths } from "../text/amounts.ts";
import type { AppendedRuns } from "./appended-runs.ts";
import { conventionsAbove, type Rules, topConventions } from "./rules.ts";

/** A file of conventions and the core-hours a day that it allows appended runs without an approval. */
export type DailyLimit = { readonly file: string; readonly coreHours: number };

/**
 * The limits that hold for a production: the conventions furthest up must have one, and each below may lower it.
 * Empty: appended runs need the approval of people like everything else. Rules that cannot be read allow nothing.
 */
export const dailyLimits = (rules: Rules, folder: string): readonly DailyLimit[] => {
  const above = conventionsAbove(rules, folder);
  const limits = above.map(({ file, read }) => ({
    file,
    coreHours: read.kind === "read" ? read.value.policy?.runs?.coreHoursPerDay : undefined,
    isRead: read.kind === "read",
  }));
  if (limits[0]?.coreHours === undefined || limits.some(({ isRead }) => !isRead)) return [];
  return limits.flatMap(({ file, coreHours }) => (coreHours === undefined ? [] : [{ file, coreHours }]));
};

/** The login of the App that appends runs on its own, as the top conventions name it. */
export const appOfRuns = (rules: Rules, folder: string): string | undefined => {
  const app = topConventions(rules, folder)?.policy?.runs?.app;
  return app === undefined ? undefined : `${app}[bot]`;
};

/** A merge of a day that may have begun runs without an approval, in core-hours. `null`: their cost is unknown. */
export type Spent = { readonly coreHours: number | null; readonly limit: number };

/** How much of a limit the merges of a day, oldest first, have used. One that did not fit began nothing without an approval. */
export const usedOf = (merges: readonly Spent[]): number =>
  merges.reduce((used, { coreHours, limit }) => (fits(used, coreHours, limit) ? used + (coreHours ?? 0) : used), 0);

export const fits = (used: number, coreHours: number | null, limit: number): boolean =>
  coreHours !== null && used + coreHours <= limit;

/** The first words of the record of an approval that a rule replaced; no login has a blank in it. */
export const byPolicy = "the policy of ";

/** For the record: by which rule it may run. */
export const ruleInText = ({ file, coreHours: limit }: DailyLimit, used: number, coreHours: number): string =>
  `${byPolicy}${file}, and no person (appended runs, ${inHundredths(used + coreHours)} of ${inHundredths(limit)} core-hours a day)`;

/** Of a merge that appended other runs of it, and so changed nothing of this one. */
export const otherRunsText = ({ file }: DailyLimit): string => `${byPolicy}${file}, and no person (later runs)`;

export const beyondText = ({ file, coreHours: limit }: DailyLimit, used: number, coreHours: number | null): string =>
  coreHours === null
    ? `nobody can say how many core-hours its runs need, so ${file} does not allow them without an approval`
    : `its runs may use ${inHundredths(coreHours)} core-hours, and of the ${inHundredths(limit)} a day of ${file} ${inHundredths(used)} are used`;

/** What a change appends, and what the rules of main allow for it. */
export type AskedOfRule = { readonly coreHours: number | null; readonly limits: readonly DailyLimit[] };

/** `undefined`: it does more than append runs, or the rules say nothing of it. */
export const askedOfRuns = (rules: Rules, appended: readonly AppendedRuns[] | undefined): AskedOfRule | undefined => {
  const all = (appended ?? []).map((one) => ({ ...one, limits: dailyLimits(rules, one.accepted.production.folder) }));
  return all.length === 0 || all.some(({ limits }) => limits.length === 0)
    ? undefined
    : { coreHours: sum(all.map(({ coreHours }) => coreHours)), limits: all.flatMap(({ limits }) => limits) };
};

/** Before the merge: whether it needs an approval. `otherwise`: whose, if so. */
export const ruleSentence = ({ coreHours, limits }: AskedOfRule, otherwise: string): string => {
  const least = limits.reduce((one, other) => (other.coreHours < one.coreHours ? other : one));
  return fits(0, coreHours, least.coreHours)
    ? `Needs no approval: it only appends runs, at most ${inHundredths(coreHours ?? 0)} core-hours, and ${least.file} allows ${inHundredths(least.coreHours)} a day. Where other merges of the day have used them: ${otherwise}`
    : `${otherwise} It only appends runs, but ${beyondText(least, 0, coreHours)}.`;
};
