import { amountsOfRuns, sum } from "../plan/plan.ts";
import type { CountedProduction, Production } from "../production/production.ts";
import type { RunRow } from "../production/run-row.ts";
import type { ValidProduction } from "../production/valid-production.ts";
import { inHundredths } from "../text/amounts.ts";
import type { Validation } from "../validate/validate-production.ts";
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
  const all = (appended ?? []).map((one) => ({ ...one, limits: dailyLimits(rules, one.valid.production.folder) }));
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

export type FolderChange = { readonly before: readonly Validation[]; readonly after: readonly Validation[] };

/** Runs that a change appends to a production. */
export type AppendedRuns = {
  readonly valid: ValidProduction;
  readonly runs: readonly number[];
  /** The most that these runs may use by the request's own figures; `null`: unknown. */
  readonly coreHours: number | null;
};

/**
 * What a change appends, if it does nothing else: each of its paths is a list of runs, every request stays as it is,
 * and so does every run of the old lists. `undefined`: it does more, or less.
 */
export const appendedRuns = (
  paths: readonly string[],
  changes: readonly FolderChange[],
): readonly AppendedRuns[] | undefined => {
  const lists = new Set(changes.flatMap(listsIn));
  if (!paths.every((path) => lists.has(path))) return undefined;
  const appended = changes.flatMap(appendedIn);
  const all = appended.flatMap((one) => one ?? []);
  return all.length < appended.length || all.every(({ runs }) => runs.length === 0) ? undefined : all;
};

const listsIn = ({ after }: FolderChange): readonly string[] =>
  after.flatMap(({ valid }) => valid?.production.runLists ?? []);

/** Each production of a folder; `undefined` for one that is refused or differs in more than new runs. */
const appendedIn = ({ before, after }: FolderChange): readonly (AppendedRuns | undefined)[] => {
  if (before.length !== after.length) return [undefined];
  return after.map(({ valid }) => {
    const was = before.find((one) => one.valid?.production.tag === valid?.production.tag)?.valid;
    return valid === undefined || was === undefined ? undefined : growthOf(was, valid);
  });
};

/** The list is no part of a production's content, so equal digests are an equal request with equal files. */
const growthOf = ({ production: was }: ValidProduction, valid: ValidProduction): AppendedRuns | undefined => {
  const { production: is } = valid;
  if (was.version !== is.version || was.contentDigest !== is.contentDigest) return undefined;
  if (was.runs === undefined || is.runs === undefined) return undefined;
  const now = new Map(is.runs.map((row) => [row.run, rowText(row)]));
  if (!was.runs.every((row) => now.get(row.run) === rowText(row))) return undefined;
  const before = new Set(was.runs.map(({ run }) => run));
  const runs = is.runs.flatMap(({ run }) => (before.has(run) ? [] : [run]));
  return costed({ valid, runs, coreHours: null }, is);
};

/** With the cost of its runs by other counts, where somebody has them. */
export const costed = (appended: AppendedRuns, counted: Production | CountedProduction): AppendedRuns => {
  const { runs = [], stepsOfRuns, steps } = counted;
  const fresh = new Set(appended.runs);
  const own = runs.flatMap((row, index) => (fresh.has(row.run) ? [{ row, index }] : []));
  const { coreHours } = amountsOfRuns({
    steps,
    runs: own.map(({ row }) => row),
    stepsOfRuns: stepsOfRuns && own.map(({ index }) => stepsOfRuns[index] ?? []),
  });
  return { ...appended, coreHours: own.length === 0 ? 0 : coreHours };
};

/** All of a run but where its list comes from: each addition says that anew. */
const rowText = ({ from: _, ...row }: RunRow): string => JSON.stringify(row);
