import { sum } from "../../core/plan/plan.ts";
import type { AppendedRuns } from "../../core/policy/appended-runs.ts";
import {
  beyondText,
  type DailyLimit,
  dailyLimits,
  fits,
  otherRunsText,
  ruleInText,
  type Spent,
  usedOf,
} from "../../core/policy/runs-rule.ts";
import type { Production } from "../../core/production/production.ts";
import { onceEach } from "../../core/text/once.ts";
import type { People } from "../../ports/people.ts";
import { appendedIn } from "../validation/appended.ts";
import type { Merge } from "./merge.ts";
import type { AtMain } from "./merged-pull.ts";

/** `not-asked`: no rule is about it, so people approve it or nobody does. */
export type ByRule =
  | { readonly kind: "allowed"; readonly words: string }
  | { readonly kind: "beyond"; readonly why: string }
  | typeof notAsked;
export const notAsked = { kind: "not-asked" } as const;

/** So many commits of main are looked at to find what a day has used; behind more, approval is needed. */
const maxOfDay = 200;

/** A merge that does nothing but append runs. */
export type AppendingMerge = { readonly merge: Merge; readonly appended: readonly AppendedRuns[] };

type RuleAsked = {
  /** How a commit came to main, with the rules that were above these folders. */
  readonly mergeOf: (commit: string, folders: readonly string[]) => Promise<Merge | undefined>;
  /** Whether people approved what a merge appends to a production. */
  readonly isApproved: (merge: Merge, production: Production) => Promise<boolean>;
};

/**
 * Whether appended runs need no approval, by the policy of main before the merge. What the day has used is counted from
 * main and GitHub's dates of merges alone: whoever may write the ledger changes nothing of it.
 */
export const runsByRule = (pass: AtMain, people: People, { mergeOf, isApproved }: RuleAsked) => {
  const appendingOf = appendingMerges(pass, mergeOf);
  const usedBefore = usedThatDay(appendingOf, (commit) => earlierThatDay(pass, people, commit), isApproved);

  /** Whether a merge only appended runs; where it did, the rule may be asked. */
  const appends = async (commit: string, { runs }: Production): Promise<boolean> =>
    runs !== undefined && (await appendingOf(commit)) !== undefined;
  const allows = async (commit: string, production: Production): Promise<ByRule> => {
    const appending = production.runs === undefined ? undefined : await appendingOf(commit);
    if (appending === undefined) return notAsked;
    const { merge, appended } = appending;
    const limits = dailyLimits(merge.rules, production.folder);
    const [first] = limits;
    const isOwn = appended.some(
      ({ accepted, runs }) => accepted.production.tag === production.tag && runs.some((run) => run === production.run),
    );
    if (first === undefined) return notAsked;
    if (!isOwn) return { kind: "allowed", words: otherRunsText(first) };
    return withinAll(limits, appending, (file) => usedBefore(JSON.stringify({ commit, file })));
  };
  return { appends, allows };
};

type AppendingOf = (commit: string) => Promise<AppendingMerge | undefined>;

/** What a commit of main appends, where its whole pull request does nothing but that. */
const appendingMerges = ({ ports: { main } }: AtMain, mergeOf: RuleAsked["mergeOf"]): AppendingOf =>
  onceEach(async (commit) => {
    const merged = await main.merged(commit);
    if (merged === undefined) return undefined;
    const own = await appendedIn(main.at(merged.base), main.at(commit), merged.paths);
    if (own === undefined) return undefined;
    const merge = await mergeOf(commit, [...new Set(own.map(({ accepted }) => accepted.production.folder))]);
    if (merge === undefined) return undefined;
    // A rebase has its other commits on main before this one, and a pull request is approved as a whole.
    const whole = await appendedIn(main.at(merged.base), main.at(commit), merge.paths);
    return whole === undefined ? undefined : { merge, appended: own };
  });

/** What earlier merges of the day began below a file without an approval; "many": nobody counts so many. */
const usedThatDay = (
  appendingOf: AppendingOf,
  earlierThan: (commit: string) => Promise<readonly string[] | "many">,
  isApproved: RuleAsked["isApproved"],
) => {
  const daysMerges = onceEach(earlierThan);
  return onceEach(async (name): Promise<number | "many"> => {
    const { commit, file } = JSON.parse(name) as { readonly commit: string; readonly file: string };
    const earlier = await daysMerges(commit);
    if (earlier === "many") return "many";
    const spent: Spent[] = [];
    for (const one of earlier) {
      const appending = await appendingOf(one);
      if (appending !== undefined) spent.push(...(await spentBelow(file, appending, isApproved)));
    }
    return usedOf(spent);
  });
};

/** What one merge began below a file without an approval, with the limit of its day; none: nothing of it counts. */
const spentBelow = async (
  file: string,
  { merge, appended }: AppendingMerge,
  isApproved: RuleAsked["isApproved"],
): Promise<readonly Spent[]> => {
  const unapproved: AppendedRuns[] = [];
  let limit: number | undefined;
  for (const part of appended) {
    const { production } = part.accepted;
    const at = dailyLimits(merge.rules, production.folder).find((each) => each.file === file);
    if (at === undefined || (await isApproved(merge, production))) continue;
    unapproved.push(part);
    limit = at.coreHours;
  }
  return limit === undefined ? [] : [{ coreHours: sum(unapproved.map(({ coreHours }) => coreHours)), limit }];
};

/** Whether what a merge appends fits into what each limit leaves of the day; `usedBefore`: below the file of a limit. */
const withinAll = async (
  limits: readonly DailyLimit[],
  { merge, appended }: AppendingMerge,
  usedBefore: (file: string) => Promise<number | "many">,
): Promise<ByRule> => {
  const words: string[] = [];
  for (const limit of limits) {
    const coreHours = sum(
      appended.flatMap((part) =>
        dailyLimits(merge.rules, part.accepted.production.folder).some(({ file }) => file === limit.file)
          ? [part.coreHours]
          : [],
      ),
    );
    const used = await usedBefore(limit.file);
    if (used === "many")
      return { kind: "beyond", why: "too much was merged that day to count what its appended runs may use" };
    if (coreHours === null || !fits(used, coreHours, limit.coreHours))
      return { kind: "beyond", why: beyondText(limit, used, coreHours) };
    words.push(ruleInText(limit, used, coreHours));
  }
  return { kind: "allowed", words: words.at(-1) ?? "" };
};

/** Commits of main before this one whose pull requests were merged on the same day by GitHub's clock, oldest first. */
const earlierThatDay = async (
  { ports: { main } }: AtMain,
  people: People,
  commit: string,
): Promise<readonly string[] | "many"> => {
  const day = dayOf((await people.pullRequestOf(commit))?.mergedOn);
  if (day === undefined) return "many";
  const found: string[] = [];
  let at = commit;
  for (let walked = 0; walked < maxOfDay; walked++) {
    const before = (await main.merged(at))?.base;
    if (before === undefined) return found;
    const pull = await people.pullRequestOf(before);
    const merged = dayOf(pull?.mergedOn);
    // Only what its own merge dates ends the day: a commit that was pushed says nothing of when.
    if (pull?.into === "main" && pull.mergedAs === before && merged !== undefined && merged < day) return found;
    found.unshift(before);
    at = before;
  }
  return "many";
};

/** `2026-03-01`, in UTC. */
const dayOf = (iso: string | undefined): string | undefined => iso?.slice(0, 10);
