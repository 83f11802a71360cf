import { isDeepStrictEqual } from "node:util";
import { askedOfRule } from "../../policy/asked.ts";
import { checkRuleApproval } from "../../policy/check-approval.ts";
import { codeOwnersPlaces } from "../../policy/code-owners.ts";
import { loginNames } from "../../policy/login.ts";
import { needsOf } from "../../policy/needs.ts";
import { type PullRequest, type Review, type Spoken, spokenOf, type Vote } from "../../policy/pull-request.ts";
import { type Rules, readRules, rulePlaces } from "../../policy/rules.ts";
import type { Writers } from "../../policy/writers.ts";
import { isConventionsPath } from "../../text/source-file.ts";
import { type Asking, all, ask, both, type Moment } from "../asking.ts";
import { shared, sharedEach } from "../shared.ts";

/** What people said, each with the permission of today. */
export const votesOf = ({ asOf }: Pick<Moment, "asOf">, spoken: readonly Spoken[]): Asking<readonly Vote[]> =>
  all(
    spoken.map(function* (one): Asking<Vote> {
      return { ...one, permission: yield* ask({ ask: "permission", login: one.login, ...asOf }) };
    }),
  );

/** The pull request that brought a commit to main, and what people said of it. */
export type MergedPull = {
  readonly pull: PullRequest;
  readonly reviews: readonly Review[];
  readonly writers: Writers;
  /** Whether its head can be read. */
  readonly here: boolean;
};

/** `undefined`: it came another way. A head that was pushed to main has no main before it: an earlier commit of it stands there. */
export function* readPull({ asOf }: Pick<Moment, "asOf">, commit: string): Asking<MergedPull | undefined> {
  const pull = yield* ask({ ask: "pull-request", commit, ...asOf });
  const last = pull?.mergedAs;
  if (pull === undefined || last === undefined || pull.into !== "main" || pull.head === last) return undefined;
  const { number, opener, head, from } = pull;
  const here = yield* ask({ ask: "fetch", head, pullRequest: number });
  if (last !== commit && !(here && (yield* ask({ ask: "rebased", commit, last, head })))) return undefined;
  const [reviews, writers] = yield* both(
    ask({ ask: "reviews", pullRequest: number, ...asOf }),
    ask({ ask: "writers", pull: { number, opener, head, from }, ...asOf }),
  );
  return { pull, here, reviews, writers };
}

/** Why a rule that stands on main may not be used, and what ends that. */
type RuleFault = { readonly why: string; readonly wayOut: string };

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
