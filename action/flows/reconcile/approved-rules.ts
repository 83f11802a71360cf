import { isDeepStrictEqual } from "node:util";
import { askedOfRule } from "../../core/policy/asked.ts";
import { checkRuleApproval } from "../../core/policy/check-rule-approval.ts";
import { codeOwnersPlaces } from "../../core/policy/code-owners.ts";
import { loginNames } from "../../core/policy/login.ts";
import { needsOf } from "../../core/policy/needs.ts";
import { spokenOf } from "../../core/policy/reviews.ts";
import { type Rules, readRules, rulePlaces } from "../../core/policy/rules.ts";
import { once, onceEach } from "../../core/text/once.ts";
import { isConventionsPath } from "../../core/text/source-file.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { People } from "../../ports/people.ts";
import { type AtMain, type RuleFault, readPull } from "./merged-pull.ts";

export type ApprovedRules = {
  /** Of the rules that govern a folder on main today, the first that nobody approved. */
  faultAt(folder: string): Promise<RuleFault | undefined>;
  /** The rules as they stood at a commit, each as it was last approved: what nobody approved rules nothing. */
  upTo(commit: string, folders: readonly string[]): Promise<Rules>;
};

/**
 * Rules count when they came to main as productions do: by a pull request whose merged head was approved by the owners
 * of the file, as CODEOWNERS named them before (SAFETY trust). What stood on main with its first conventions is accepted.
 */
export const approvedRules = (pass: AtMain, people: People, mainHead: string): ApprovedRules => {
  const { main } = pass.ports;
  const changesAt = onceEach((commit) => main.ruleChanges(commit));
  const checkChange = changeApproval(pass, people, firstRules(pass, mainHead, changesAt), (commit) => upTo(commit, []));
  // A commit never changes, and a pass asks once: a campaign has thousands of productions below one file.
  const faultOf = (commit: string, path: string): Promise<RuleFault | undefined> => {
    const key = `${commit} ${path}`;
    const asked = pass.rulesAsked.get(key) ?? checkChange(commit, path);
    pass.rulesAsked.set(key, asked);
    return asked;
  };

  const lastApproved = async (place: string, at: string): Promise<string | undefined> => {
    for (const { commit, paths } of await changesAt(at))
      if (paths.includes(place) && (await faultOf(commit, place)) === undefined) return commit;
    return undefined;
  };
  const upTo = async (at: string, folders: readonly string[]): Promise<Rules> => {
    const places = new Set(folders.length === 0 ? codeOwnersPlaces : rulePlaces(folders));
    const changed = [...new Set((await changesAt(at)).flatMap(({ paths }) => paths))].filter((path) =>
      places.has(path),
    );
    const entries = changed.map(async (place) => {
      const commit = await lastApproved(place, at);
      return commit === undefined ? [] : main.at(commit).files([place]);
    });
    return readRules((await Promise.all(entries)).flat());
  };
  const newest = once(async () => {
    const commits = new Map<string, string>();
    for (const { commit, paths } of await changesAt(mainHead))
      for (const path of paths) if (!commits.has(path)) commits.set(path, commit);
    return commits;
  });
  return {
    upTo,
    faultAt: async (folder) => {
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
const firstRules = ({ ports: { main, ledger } }: AtMain, mainHead: string, changesAt: MainBranch["ruleChanges"]) =>
  once(async (): Promise<ReadonlySet<string>> => {
    const [{ began }, changes] = await Promise.all([ledger.head(), changesAt(mainHead)]);
    const isRewritten = began !== undefined && (await main.since(began, mainHead)) === "rewritten";
    const first = changes.findLastIndex(({ paths }) => paths.some(isConventionsPath));
    return new Set(isRewritten || first === -1 ? [] : changes.slice(first).map(({ commit }) => commit));
  });

/** Judges how a commit brought a file of rules to main; `rulesAt`: those of CODEOWNERS that counted at another. */
const changeApproval = (
  pass: AtMain,
  people: People,
  first: () => Promise<ReadonlySet<string>>,
  rulesAt: (commit: string) => Promise<Rules>,
): ((commit: string, path: string) => Promise<RuleFault | undefined>) => {
  const { main } = pass.ports;
  const permissionOf = onceEach((login) => people.permission(login));
  return async (commit, path) => {
    if ((await first()).has(commit)) return undefined;
    const merged = await main.merged(commit);
    const pull = merged === undefined ? undefined : await readPull(pass, people, commit);
    if (merged === undefined || pull === undefined) return fault(path, "came to main without a merged pull request");
    const { number, head } = pull.pull;
    const by = `came to main by pull request #${number}`;
    const [now, reviewed] = await Promise.all([
      main.at(commit).files([path]),
      pull.here ? main.at(head).files([path]) : undefined,
    ]);
    if (!isDeepStrictEqual(now, reviewed)) return fault(path, `${by}, but with other content than its final commit`);
    const { codeOwners } = await rulesAt(merged.base);
    const spoken = spokenOf({ reviews: pull.reviews, submits: [] }, { head, contentDigest: "" });
    const needs = needsOf({ codeOwners, conventions: [] }, askedOfRule(path));
    const votes = await Promise.all(spoken.map(async (one) => ({ ...one, permission: await permissionOf(one.login) })));
    const judged = checkRuleApproval(needs, votes, pull.writers);
    if (judged.kind === "approved") return undefined;
    const owners = judged.whose.length === 0 ? undefined : loginNames(judged.whose, "or");
    return fault(path, `${by}, but ${judged.why}`, needs.kind === "unknown" ? "an administrator" : owners);
  };
};

/** An approval of the content pins no rules, so `/shrek submit` alone does not replace it. */
const fault = (path: string, why: string, approver = "somebody else"): RuleFault => ({
  why: `${path}, which governs it, ${why}`,
  wayOut: `change ${path} in a pull request that ${approver} approves before it is merged, then say \`/shrek submit\``,
});
