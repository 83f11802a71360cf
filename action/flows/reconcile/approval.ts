import { isDeepStrictEqual } from "node:util";
import { acceptedAs, validateOne } from "../../core/cross-checks/check-sources.ts";
import { checkMixture } from "../../core/files/changed-productions.ts";
import { noApproval } from "../../core/ledger/held-by.ts";
import { askedOf, pathsOf } from "../../core/policy/asked.ts";
import { checkApproval, objectorsOf } from "../../core/policy/check-approval.ts";
import { needsOf } from "../../core/policy/needs.ts";
import type { PullRequest } from "../../core/policy/pull-request.ts";
import { type SubmitAsked, spokenOf } from "../../core/policy/reviews.ts";
import { appOfRuns } from "../../core/policy/runs-rule.ts";
import { besidesProgram, type Writers } from "../../core/policy/writers.ts";
import type { Production } from "../../core/production/production.ts";
import { renderProduction } from "../../core/render/rendering.ts";
import { onceEach } from "../../core/text/once.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { pickRun } from "../../core/validate/split-runs.ts";
import type { People } from "../../ports/people.ts";
import { approvedRules } from "./approved-rules.ts";
import { notAsked, runsByRule } from "./by-rule.ts";
import { earlierChanges } from "./earlier-changes.ts";
import { type Head, type Merge, readMerge } from "./merge.ts";
import type { AtMain } from "./merged-pull.ts";
import { sourcesAt } from "./sources.ts";
import { todaysRules } from "./todays-rules.ts";

export type Clearance = {
  readonly pullRequest: number | null;
  /** Who opened it, where that is known. */
  readonly opener?: string;
  /** Who approved, for the record. */
  readonly approval: string;
  /** Why it may not be submitted, if so. */
  readonly lacking: string | undefined;
  /** Whose word would mend it, where somebody can be named. */
  readonly whose?: readonly string[];
};

const toApprove = "raise the version in a pull request that is approved before it is merged";

/**
 * Reconcile trusts nothing it did not ask itself (SAFETY trust): the commit came by a pull request merged into main;
 * those approved its head whose approval the rules of main before the merge ask for; what main would submit is what that
 * head would, to the last byte of the rendering; and whatever changed it before, under the same version, came so too. `submits`: who asked for which content afterwards.
 */
export const approvals = (
  pass: AtMain,
  mainHead: string,
  folders: readonly string[],
): ((commit: string, production: Production, submits?: readonly SubmitAsked[]) => Promise<Clearance>) => {
  const { people } = pass.ports;
  if (people === undefined)
    return async () => ({
      pullRequest: null,
      approval: "not required: submitted from a terminal to a PanDA on this machine",
      lacking: undefined,
    });
  const judge = commitApproval(pass, people, mainHead, folders);
  const sourceOnMain = sourcesAt(pass, mainHead, folders);
  const rulesKept = todaysRules();
  const earlierOf = earlierChanges(pass, folders);
  return async (commit, production, submits = []) => {
    const last = await judge(commit, production, submits);
    if ("lacking" in last) return last.lacking;
    const { pull, head } = last.merge;
    const onMain = await sourceOnMain(production.folder);
    if (!rulesKept(onMain, production)) return lacking(pull, "the rules on main have changed since it was checked");
    const difference =
      head === undefined
        ? "main cannot be compared with the version approved"
        : await differenceFrom(head, onMain, production);
    if (difference !== undefined) return lacking(pull, `${difference} in pull request #${pull.number}`);
    const earlier = await earlierOf(commit, production);
    if (earlier === "many") return lacking(pull, "too many commits changed it since it has this version");
    for (const before of earlier) {
      const judged = await judge(before, production, submits);
      if ("lacking" in judged) return judged.lacking;
    }
    return { ...whose(pull), approval: last.by.join(", "), lacking: undefined };
  };
};

type CommitApproval = { readonly lacking: Clearance } | { readonly merge: Merge; readonly by: readonly string[] };

/** Judges how one commit came to main: by which pull request, and who approved its head for this production. */
const commitApproval = (pass: AtMain, people: People, mainHead: string, folders: readonly string[]) => {
  // A campaign is one merge: its pull request, people, rules and paths are asked for once.
  const rules = approvedRules(pass, people, mainHead);
  const mergeOf = onceEach((commit) => readMerge(pass, { people, rules }, commit, folders));
  const byPeople = reviewsOf(people);
  const rule = runsByRule(pass, people, {
    mergeOf: (commit, of) => readMerge(pass, { people, rules }, commit, of),
    isApproved: async (merge, production) => {
      const { needs, votes } = await byPeople(merge, production, []);
      return checkApproval(needs, votes, writersBeside(merge, production)).kind === "approved";
    },
  });
  return async (commit: string, production: Production, submits: readonly SubmitAsked[]): Promise<CommitApproval> => {
    const merge = await mergeOf(commit);
    if (merge === undefined)
      return { lacking: lacking(null, `the commit ${commit.slice(0, 12)} is on main without a merged pull request`) };
    const { pull } = merge;
    const unfit = mergeFault(merge, production);
    if (unfit !== undefined) return { lacking: lacking(pull, unfit) };
    const unruly = await rules.faultAt(production.folder);
    if (unruly !== undefined) return { lacking: lacking(pull, unruly.why, unruly.wayOut) };
    const { needs, votes } = await byPeople(merge, production, submits);
    const appends = await rule.appends(commit, production);
    const judged = checkApproval(needs, votes, appends ? writersBeside(merge, production) : merge.writers);
    if (judged.kind === "approved") return { merge, by: judged.by };
    const isOpen = needs.kind === "known" && objectorsOf(needs, votes).length === 0;
    const allowed = isOpen ? await rule.allows(commit, production) : notAsked;
    if (allowed.kind === "allowed") return { merge, by: [allowed.words] };
    const beyond = allowed.kind === "beyond" ? `${allowed.why}; ` : "";
    return {
      lacking: {
        ...lacking(pull, `pull request #${pull.number} was merged, but ${beyond}${judged.why}`, judged.wayOut),
        whose: judged.whose,
      },
    };
  };
};

/** Why a merge cannot have brought this production as people approve it. */
const mergeFault = ({ pull, paths, changed }: Merge, production: Production): string | undefined => {
  const [mixture] = checkMixture(paths, [production.folder]);
  if (mixture !== undefined) return mixture.message;
  return pathsOf(production, changed).length === 0
    ? `pull request #${pull.number} was merged, but changes nothing of ${production.folder}`
    : undefined;
};

/** Whose approval a production of a merge needs, and what people said of it, each with the permission of today. */
const reviewsOf = (people: People) => {
  const permissionOf = onceEach((login) => people.permission(login));
  return async (merge: Merge, production: Production, submits: readonly SubmitAsked[]) => {
    const spoken = spokenOf(
      { reviews: merge.reviews, submits },
      { head: merge.pull.head, contentDigest: production.contentDigest },
    );
    const votes = await Promise.all(spoken.map(async (one) => ({ ...one, permission: await permissionOf(one.login) })));
    return { needs: needsOf(merge.rules, askedOf(production, merge.changed)), votes };
  };
};

/** Where runs were appended and nothing else: what the App that does so wrote is nobody's own work. */
const writersBeside = ({ writers, rules }: Merge, { folder }: Production): Writers => {
  const app = appOfRuns(rules, folder);
  return app === undefined ? writers : besidesProgram(writers, app);
};

const whose = (pull: PullRequest | null): Pick<Clearance, "pullRequest" | "opener"> => ({
  pullRequest: pull?.number ?? null,
  ...(pull?.opener === undefined ? {} : { opener: pull.opener.login }),
});

const lacking = (pull: PullRequest | null, reason: string, way = toApprove): Clearance => ({
  ...whose(pull),
  approval: noApproval,
  lacking: `${reason}; ${way}`,
});

/** Main may hold more than the approved head: another merge beside it, or other conventions. Then nobody approved this. */
const differenceFrom = async (
  head: Head,
  onMain: ProductionSource,
  production: Production,
): Promise<string | undefined> => {
  if (!head.folders.has(production.folder)) return `${production.folder} is not among the folders approved`;
  const source = await head.source(production.folder);
  // The judge and the renderer are pure: the same files give the same verdict, digests and rendering.
  if (isDeepStrictEqual(source, onMain)) return undefined;
  const judgements = validateOne(source);
  const whole = acceptedAs(judgements, production.tag);
  if (whole === undefined)
    return judgements.some(({ accepted }) => accepted !== undefined)
      ? `main holds ${production.tag} ${production.version}, not the version approved`
      : `${production.folder} is invalid in the version approved`;
  if (whole.production.version !== production.version)
    return `main holds ${production.tag} ${production.version}, not the version approved`;
  const approved = pickRun(whole, production.run)?.production;
  if (approved === undefined) return `main holds run ${production.run}, which the version approved does not`;
  if (approved.contentDigest !== production.contentDigest) return "main holds other content than the version approved";
  return renderProduction(approved).digest === renderProduction(production).digest
    ? undefined
    : "main would run other jobs than the version approved";
};
