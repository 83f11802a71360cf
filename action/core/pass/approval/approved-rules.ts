import { isDeepStrictEqual } from "node:util";
import { askedOfRule } from "../../policy/asked.ts";
import { checkRuleApproval } from "../../policy/check-approval.ts";
import { codeOwnersPlaces } from "../../policy/code-owners.ts";
import { loginNames } from "../../policy/login.ts";
import { needsOf } from "../../policy/needs.ts";
import { type PullRequest, type Review, type Spoken, spokenOf, type Vote } from "../../policy/pull-request.ts";
import { type Rules, readRules, rulePlaces } from "../../policy/rules.ts";
import type { Writers } from "../../policy/writers.ts";
import { once, onceEach } from "../../text/once.ts";
import { isConventionsPath } from "../../text/source-file.ts";
import { type AsksPeople, all, type Moment } from "../reads.ts";

/** What people said, each with the permission of today. */
export const votesOf = ({ github }: AsksPeople, spoken: readonly Spoken[]): Promise<readonly Vote[]> =>
  all(spoken.map(async (one): Promise<Vote> => ({ ...one, permission: await github.permission(one.login) })));

/** The pull request that brought a commit to main, and what people said of it. */
export type MergedPull = {
  readonly pull: PullRequest;
  readonly reviews: readonly Review[];
  readonly writers: Writers;
  /** Whether its head can be read. */
  readonly here: boolean;
};

/** `undefined`: it came another way. A head that was pushed to main has no main before it: an earlier commit of it stands there. */
export async function readPull({ github, git }: AsksPeople, commit: string): Promise<MergedPull | undefined> {
  const pull = await github.pullRequestOf(commit);
  const last = pull?.mergedAs;
  if (pull === undefined || last === undefined || pull.into !== "main" || pull.head === last) return undefined;
  const { number, opener, head, from } = pull;
  const here = await git.fetch(head, number);
  if (last !== commit && !(here && (await git.rebased(commit, last, head)))) return undefined;
  const [reviews, writers] = await all([github.reviews(number), github.writers({ number, opener, head, from })]);
  return { pull, here, reviews, writers };
}

/** Why a rule that stands on main may not be used, and what ends that. */
type RuleFault = { readonly why: string; readonly wayOut: string };

export type ApprovedRules = {
  /** Of the rules that govern a folder on main today, the first that nobody approved. */
  faultAt(folder: string): Promise<RuleFault | undefined>;
  /** The rules as they stood at a commit, each as it was last approved: what nobody approved rules nothing. */
  upTo(commit: string, folders: readonly string[]): Promise<Rules>;
  /** Why what a commit of main made of a file of rules does not count, if so. */
  faultOf(commit: string, path: string): Promise<RuleFault | undefined>;
};

/**
 * Rules count when they came to main as productions do: by a pull request whose merged head was approved by the owners
 * of the file, as CODEOWNERS named them before (SAFETY trust). What stood on main with its first conventions is accepted.
 */
export const approvedRules = (moment: Moment): ApprovedRules => {
  const { mainHead } = moment;
  const checkChange = changeApproval(moment, firstRules(moment), (commit) => upTo(commit, []));
  // A campaign has thousands of productions below one file.
  const faultOf = onceEach(checkChange);

  async function lastApproved(place: string, at: string): Promise<string | undefined> {
    for (const { commit, paths } of await moment.git.ruleChanges(at))
      if (paths.includes(place) && (await faultOf(commit, place)) === undefined) return commit;
    return undefined;
  }
  async function approvedFile(place: string, at: string) {
    const commit = await lastApproved(place, at);
    return commit === undefined ? [] : await moment.git.files(commit, [place]);
  }
  async function upTo(at: string, folders: readonly string[]): Promise<Rules> {
    const places = new Set(folders.length === 0 ? codeOwnersPlaces : rulePlaces(folders));
    const changes = await moment.git.ruleChanges(at);
    const changed = [...new Set(changes.flatMap(({ paths }) => paths))].filter((path) => places.has(path));
    return readRules((await all(changed.map((place) => approvedFile(place, at)))).flat());
  }
  const newest = once(async () => {
    const commits = new Map<string, string>();
    for (const { commit, paths } of await moment.git.ruleChanges(mainHead))
      for (const path of paths) if (!commits.has(path)) commits.set(path, commit);
    return commits;
  });
  return {
    upTo,
    faultOf,
    async faultAt(folder) {
      const commits = await newest();
      for (const place of rulePlaces([folder])) {
        const commit = commits.get(place);
        const found = commit === undefined ? undefined : await faultOf(commit, place);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
};

/**
 * The changes of rules up to the one that first brought conventions to main: before it no request could be judged, so
 * nobody could approve by rules. Main alone says which these are (ADR 10): a ledger could name any commit. What it says
 * of its beginning only takes away, where main was rewritten since.
 */
const firstRules = ({ git, mainHead, ledgerHead: { began } }: Moment) =>
  once(async (): Promise<ReadonlySet<string>> => {
    const isRewritten = began !== undefined && (await git.since(began, mainHead)) === "rewritten";
    const changes = await git.ruleChanges(mainHead);
    const first = changes.findLastIndex(({ paths }) => paths.some(isConventionsPath));
    return new Set(isRewritten || first === -1 ? [] : changes.slice(first).map(({ commit }) => commit));
  });

/** Decides how a commit brought a file of rules to main; `rulesAt`: those of CODEOWNERS that counted at another. */
const changeApproval =
  (moment: Moment, first: () => Promise<ReadonlySet<string>>, rulesAt: (commit: string) => Promise<Rules>) =>
  async (commit: string, path: string): Promise<RuleFault | undefined> => {
    if ((await first()).has(commit)) return undefined;
    const merged = await moment.git.merged(commit);
    const pull = merged === undefined ? undefined : await readPull(moment, commit);
    if (merged === undefined || pull === undefined) return fault(path, "came to main without a merged pull request");
    const { number, head } = pull.pull;
    const by = `came to main by pull request #${number}`;
    const [now, reviewed] = await all([commit, ...(pull.here ? [head] : [])].map((at) => moment.git.files(at, [path])));
    if (!isDeepStrictEqual(now, reviewed)) return fault(path, `${by}, but with other content than its final commit`);
    const { codeOwners } = await rulesAt(merged.base);
    const needs = needsOf({ codeOwners, conventions: [] }, askedOfRule(path));
    const spoken = spokenOf({ reviews: pull.reviews, submits: [] }, { head, contentDigest: "" });
    const judged = checkRuleApproval(needs, await votesOf(moment, spoken), pull.writers);
    if (judged.kind === "approved") return undefined;
    const owners = judged.whose.length === 0 ? undefined : loginNames(judged.whose, "or");
    return fault(path, `${by}, but ${judged.why}`, needs.kind === "unknown" ? "an administrator" : owners);
  };

/** An approval of the content pins no rules, so `/shrek submit` alone does not replace it. */
const fault = (path: string, why: string, approver = "somebody else"): RuleFault => ({
  why: `${path}, which governs it, ${why}`,
  wayOut: `change ${path} in a pull request that ${approver} approves before it is merged, then say \`/shrek submit\``,
});
