import { isDeepStrictEqual } from "node:util";
import { askedOfRule } from "../../policy/asked.ts";
import { checkRuleApproval } from "../../policy/check-rule-approval.ts";
import { codeOwnersPlaces } from "../../policy/code-owners.ts";
import { loginNames } from "../../policy/login.ts";
import { needsOf } from "../../policy/needs.ts";
import { spokenOf } from "../../policy/reviews.ts";
import { type Rules, readRules, rulePlaces } from "../../policy/rules.ts";
import { isConventionsPath } from "../../text/source-file.ts";
import { type Asking, all, ask } from "../asking.ts";
import type { Moment } from "../moment.ts";
import { shared, sharedEach } from "../shared.ts";
import { readPull } from "./merged-pull.ts";
import { votesOf } from "./votes.ts";

/** Why a rule that stands on main may not be used, and what ends that. */
export type RuleFault = { readonly why: string; readonly wayOut: string };

export type ApprovedRules = {
  /** Of the rules that govern a folder on main today, the first that nobody approved. */
  faultAt(folder: string): Asking<RuleFault | undefined>;
  /** The rules as they stood at a commit, each as it was last approved: what nobody approved rules nothing. */
  upTo(commit: string, folders: readonly string[]): Asking<Rules>;
  /** Why what a commit of main made of a file of rules does not count, if so. */
  faultOf(commit: string, path: string): Asking<RuleFault | undefined>;
};

/**
 * Rules count when they came to main as productions do: by a pull request whose merged head was approved by the owners
 * of the file, as CODEOWNERS named them before (SAFETY trust). What stood on main with its first conventions is accepted.
 */
export const approvedRules = (moment: Moment): ApprovedRules => {
  const { mainHead } = moment;
  const checkChange = changeApproval(moment, firstRules(moment), (commit) => upTo(commit, []));
  // A campaign has thousands of productions below one file.
  const faultOf = sharedEach(checkChange);

  function* lastApproved(place: string, at: string): Asking<string | undefined> {
    for (const { commit, paths } of yield* ask({ ask: "rule-changes", commit: at }))
      if (paths.includes(place) && (yield* faultOf(commit, place)) === undefined) return commit;
    return undefined;
  }
  function* approvedFile(place: string, at: string) {
    const commit = yield* lastApproved(place, at);
    return commit === undefined ? [] : yield* ask({ ask: "files", at: commit, paths: [place] });
  }
  function* upTo(at: string, folders: readonly string[]): Asking<Rules> {
    const places = new Set(folders.length === 0 ? codeOwnersPlaces : rulePlaces(folders));
    const changes = yield* ask({ ask: "rule-changes", commit: at });
    const changed = [...new Set(changes.flatMap(({ paths }) => paths))].filter((path) => places.has(path));
    return readRules((yield* all(changed.map((place) => approvedFile(place, at)))).flat());
  }
  const newest = shared(function* () {
    const commits = new Map<string, string>();
    for (const { commit, paths } of yield* ask({ ask: "rule-changes", commit: mainHead }))
      for (const path of paths) if (!commits.has(path)) commits.set(path, commit);
    return commits;
  });
  return {
    upTo,
    faultOf,
    *faultAt(folder) {
      const commits = yield* newest();
      for (const place of rulePlaces([folder])) {
        const commit = commits.get(place);
        const found = commit === undefined ? undefined : yield* faultOf(commit, place);
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
const firstRules = ({ mainHead, ledger: { began } }: Moment) =>
  shared(function* (): Asking<ReadonlySet<string>> {
    const isRewritten =
      began !== undefined && (yield* ask({ ask: "since", cursor: began, head: mainHead })) === "rewritten";
    const changes = yield* ask({ ask: "rule-changes", commit: mainHead });
    const first = changes.findLastIndex(({ paths }) => paths.some(isConventionsPath));
    return new Set(isRewritten || first === -1 ? [] : changes.slice(first).map(({ commit }) => commit));
  });

/** Decides how a commit brought a file of rules to main; `rulesAt`: those of CODEOWNERS that counted at another. */
const changeApproval = (
  moment: Moment,
  first: () => Asking<ReadonlySet<string>>,
  rulesAt: (commit: string) => Asking<Rules>,
) =>
  function* (commit: string, path: string): Asking<RuleFault | undefined> {
    if ((yield* first()).has(commit)) return undefined;
    const merged = yield* ask({ ask: "merged", commit });
    const pull = merged === undefined ? undefined : yield* readPull(moment, commit);
    if (merged === undefined || pull === undefined) return fault(path, "came to main without a merged pull request");
    const { number, head } = pull.pull;
    const by = `came to main by pull request #${number}`;
    const [now, reviewed] = yield* all(
      [commit, ...(pull.here ? [head] : [])].map((at) => ask({ ask: "files", at: at, paths: [path] })),
    );
    if (!isDeepStrictEqual(now, reviewed)) return fault(path, `${by}, but with other content than its final commit`);
    const { codeOwners } = yield* rulesAt(merged.base);
    const needs = needsOf({ codeOwners, conventions: [] }, askedOfRule(path));
    const spoken = spokenOf({ reviews: pull.reviews, submits: [] }, { head, contentDigest: "" });
    const judged = checkRuleApproval(needs, yield* votesOf(moment, spoken), pull.writers);
    if (judged.kind === "approved") return undefined;
    const owners = judged.whose.length === 0 ? undefined : loginNames(judged.whose, "or");
    return fault(path, `${by}, but ${judged.why}`, needs.kind === "unknown" ? "an administrator" : owners);
  };

/** An approval of the content pins no rules, so `/shrek submit` alone does not replace it. */
const fault = (path: string, why: string, approver = "somebody else"): RuleFault => ({
  why: `${path}, which governs it, ${why}`,
  wayOut: `change ${path} in a pull request that ${approver} approves before it is merged, then say \`/shrek submit\``,
});
