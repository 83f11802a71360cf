import { sum } from "../../plan/plan.ts";
import {
  type AppendedRuns,
  beyondText,
  type DailyLimit,
  dailyLimits,
  fits,
  otherRunsText,
  ruleInText,
  type Spent,
  usedOf,
} from "../../policy/runs-rule.ts";
import type { Production } from "../../production/production.ts";
import { onceEach } from "../../text/once.ts";
import type { AsksPeople, Reads } from "../reads.ts";
import type { Merge } from "./merge.ts";

/** `not-asked`: no rule is about it, so people approve it or nobody does. */
export type ByRule =
  | { readonly kind: "allowed"; readonly words: string }
  | { readonly kind: "beyond"; readonly why: string }
  | typeof notAsked;
export const notAsked = { kind: "not-asked" } as const;

/** So many commits of main are looked at to find what a day has used; behind more, approval is needed. */
const maxOfDay = 200;

/** A merge that does nothing but append runs. */
type AppendingMerge = { readonly merge: Merge; readonly appended: readonly AppendedRuns[] };

type OfMerges = {
  /** How a commit came to main, with the rules that were above these folders. */
  readonly mergeOf: (commit: string, folders: readonly string[]) => Promise<Merge | undefined>;
  /** Whether people approved what a merge appends to a production. */
  readonly isApproved: (merge: Merge, production: Production) => Promise<boolean>;
};

/**
 * Whether appended runs need no approval, by the policy of main before the merge. What the day has used is counted from
 * main and GitHub's dates of merges alone: whoever may write the ledger changes nothing of it.
 */
export const runsByRule = (moment: AsksPeople, { mergeOf, isApproved }: OfMerges) => {
  const appendingOf = appendingMerges(moment, mergeOf);
  const daysMerges = onceEach((commit: string) => earlierThatDay(moment, commit));
  /** What earlier merges of the day began below a file without an approval; "many": nobody counts so many. */
  const usedBefore = onceEach(async (commit: string, file: string): Promise<number | "many"> => {
    const earlier = await daysMerges(commit);
    if (earlier === "many") return "many";
    const spent: Spent[] = [];
    for (const one of earlier) {
      const appending = await appendingOf(one);
      if (appending !== undefined) spent.push(...(await spentBelow(file, appending, isApproved)));
    }
    return usedOf(spent);
  });

  return {
    /** Whether a merge only appended runs; where it did, the rule may be asked. */
    async appends(commit: string, { runs }: Production): Promise<boolean> {
      return runs !== undefined && (await appendingOf(commit)) !== undefined;
    },
    async allows(commit: string, production: Production): Promise<ByRule> {
      const appending = production.runs === undefined ? undefined : await appendingOf(commit);
      if (appending === undefined) return notAsked;
      const { merge, appended } = appending;
      const limits = dailyLimits(merge.rules, production.folder);
      const [first] = limits;
      const isOwn = appended.some(
        ({ valid, runs }) => valid.production.tag === production.tag && runs.some((run) => run === production.run),
      );
      if (first === undefined) return notAsked;
      if (!isOwn) return { kind: "allowed", words: otherRunsText(first) };
      return await withinAll(limits, appending, (file) => usedBefore(commit, file));
    },
  };
};

/** What a commit of main appends, where its whole pull request does nothing but that. */
const appendingMerges = (reads: Reads, mergeOf: OfMerges["mergeOf"]) =>
  onceEach(async (commit: string): Promise<AppendingMerge | undefined> => {
    const merged = await reads.git.merged(commit);
    if (merged === undefined) return undefined;
    const { base, paths } = merged;
    const own = await reads.git.appended(base, commit, paths);
    if (own === undefined) return undefined;
    const merge = await mergeOf(commit, [...new Set(own.map(({ valid }) => valid.production.folder))]);
    if (merge === undefined) return undefined;
    // A rebase has its other commits on main before this one, and a pull request is approved as a whole.
    const whole = await reads.git.appended(base, commit, merge.paths);
    return whole === undefined ? undefined : { merge, appended: own };
  });

/** What one merge began below a file without an approval, with the limit of its day; none: nothing of it counts. */
async function spentBelow(
  file: string,
  { merge, appended }: AppendingMerge,
  isApproved: OfMerges["isApproved"],
): Promise<readonly Spent[]> {
  const unapproved: AppendedRuns[] = [];
  let limit: number | undefined;
  for (const part of appended) {
    const { production } = part.valid;
    const at = dailyLimits(merge.rules, production.folder).find((each) => each.file === file);
    if (at === undefined || (await isApproved(merge, production))) continue;
    unapproved.push(part);
    limit = at.coreHours;
  }
  return limit === undefined ? [] : [{ coreHours: sum(unapproved.map(({ coreHours }) => coreHours)), limit }];
}

/** Whether what a merge appends fits into what each limit leaves of the day; `usedBefore`: below the file of a limit. */
async function withinAll(
  limits: readonly DailyLimit[],
  { merge, appended }: AppendingMerge,
  usedBefore: (file: string) => Promise<number | "many">,
): Promise<ByRule> {
  const words: string[] = [];
  for (const limit of limits) {
    const coreHours = sum(
      appended.flatMap((part) =>
        dailyLimits(merge.rules, part.valid.production.folder).some(({ file }) => file === limit.file)
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
}

/** Commits of main before this one whose pull requests were merged on the same day by GitHub's clock, oldest first. */
async function earlierThatDay({ github, git }: AsksPeople, commit: string): Promise<readonly string[] | "many"> {
  const day = dayOf((await github.pullRequestOf(commit))?.mergedOn);
  if (day === undefined) return "many";
  const found: string[] = [];
  let at = commit;
  for (let walked = 0; walked < maxOfDay; walked++) {
    const before = (await git.merged(at))?.base;
    if (before === undefined) return found;
    const pull = await github.pullRequestOf(before);
    const merged = dayOf(pull?.mergedOn);
    // Only what its own merge dates ends the day: a commit that was pushed says nothing of when.
    if (pull?.into === "main" && pull.mergedAs === before && merged !== undefined && merged < day) return found;
    found.unshift(before);
    at = before;
  }
  return "many";
}

/** `2026-03-01`, in UTC. */
const dayOf = (iso: string | undefined): string | undefined => iso?.slice(0, 10);
