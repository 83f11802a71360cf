import { isDeepStrictEqual } from "node:util";
import { upkeepOf } from "../../command/form-names.ts";
import { validAs, validateOne } from "../../cross-checks/check-sources.ts";
import { checkMixture } from "../../files/changed-productions.ts";
import { noApproval } from "../../ledger/held-by.ts";
import { askedOf, pathsOf } from "../../policy/asked.ts";
import { checkApproval, objectorsOf } from "../../policy/check-approval.ts";
import { needsOf, withOneMore } from "../../policy/needs.ts";
import { type PullRequest, type SubmitAsked, spokenOf } from "../../policy/pull-request.ts";
import { appOfRuns } from "../../policy/runs-rule.ts";
import { type Writers, withoutProgram } from "../../policy/writers.ts";
import type { Production } from "../../production/production.ts";
import { renderProduction } from "../../render/rendering.ts";
import { onceEach } from "../../text/once.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { pickRun } from "../../validate/split-runs.ts";
import { countOnMain } from "../counting.ts";
import type { Approvals, Moment, Reads } from "../reads.ts";
import { approvedRules, votesOf } from "./approved-rules.ts";
import { earlierChanges } from "./earlier-changes.ts";
import { type Merge, readMerge } from "./merge.ts";
import { notAsked, runsByRule } from "./runs-by-rule.ts";
import { todaysRules } from "./todays-rules.ts";
import { writersForPeople } from "./writers-for-people.ts";

export type Clearance = {
  readonly pullRequest: number | null;
  readonly opener?: string;
  readonly approval: string;
  readonly lacking: string | undefined;
  /** Whose word would mend it, where somebody can be named. */
  readonly whose?: readonly string[];
};

/** `submits`: who asked for which content afterwards. */
export type ClearanceOf = (
  commit: string,
  production: Production,
  submits?: readonly SubmitAsked[],
) => Promise<Clearance>;

const unasked: { readonly [A in Exclude<Approvals, "asked">]: string } = {
  "not-needed": "not required: submitted from a terminal to a PanDA on this machine",
  assumed: "assumed",
};

const toApprove = "raise the version in a pull request that is approved before it is merged";

/**
 * Reconcile trusts nothing it did not ask itself (SAFETY trust): the commit came by a pull request merged into main;
 * those approved its head whose approval the rules of main before the merge ask for; what main would submit is what that
 * head would, to the last byte of the rendering; and whatever changed it before, under the same version, came so too.
 */
export const approvals = (moment: Moment, folders: readonly string[]): ClearanceOf => {
  const { approvals: from } = moment;
  if (from !== "asked") return async () => ({ pullRequest: null, approval: unasked[from], lacking: undefined });
  const judge = commitApproval(moment, folders);
  const rulesKept = todaysRules();
  return async (commit, production, submits = []) => {
    const { folder } = production;
    const last = await judge(commit, production, submits);
    if ("lacking" in last) return last.lacking;
    const { pull, here } = last.merge;
    const onMain = await moment.git.production(moment.mainHead, folder);
    if (!rulesKept(onMain, production)) return lacking(pull, "the rules on main have changed since it was checked");
    const difference = here
      ? await differenceFrom(moment, pull.head, onMain, production)
      : "main cannot be compared with the version approved";
    if (difference !== undefined) return lacking(pull, `${difference} in pull request #${pull.number}`);
    const earlier = await earlierChanges(moment, commit, production);
    if (earlier === "many") return lacking(pull, "too many commits changed it since it has this version");
    for (const before of earlier) {
      const judged = await judge(before, production, submits);
      if ("lacking" in judged) return judged.lacking;
    }
    return { ...whose(pull), approval: last.by.join(", "), lacking: undefined };
  };
};

type CommitApproval = { readonly lacking: Clearance } | { readonly merge: Merge; readonly by: readonly string[] };

/** Decides how one commit came to main: by which pull request, and who approved its head for this production. */
const commitApproval = (moment: Moment, folders: readonly string[]) => {
  const rules = approvedRules(moment);
  // A campaign is one merge.
  const mergeOf = onceEach((commit: string) => readMerge(moment, rules, commit, folders));
  const rule = runsByRule(moment, {
    mergeOf: (commit, of) => readMerge(moment, rules, commit, of),
    async isApproved(merge, production) {
      const { needs, votes } = await reviewsOf(moment, merge, production, []);
      return checkApproval(needs, votes, writersButApp(merge, production)).kind === "approved";
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
    const { needs, votes } = await reviewsOf(moment, merge, production, submits);
    const appends = await rule.appends(commit, production);
    const writers = appends ? writersButApp(merge, production) : await writersForPeople(moment, merge);
    const judged = checkApproval(needs, votes, writers);
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

/** Whose approval a production of a merge needs, and what people said of it. */
async function reviewsOf(moment: Moment, merge: Merge, production: Production, submits: readonly SubmitAsked[]) {
  const { contentDigest } = production;
  const spoken = spokenOf({ reviews: merge.reviews, submits }, { head: merge.pull.head, contentDigest });
  const votes = await votesOf(moment, spoken);
  const asked = askedOf(await countOnMain(moment, production), merge.changed);
  const needs = needsOf(merge.rules, asked);
  const { branch } = merge.pull.from;
  return { needs: upkeepOf(branch) === "resources" ? withOneMore(needs, production.folder) : needs, votes };
}

/** Where runs were appended and nothing else: what the App that does so wrote is nobody's own work. */
const writersButApp = ({ writers, rules }: Merge, { folder }: Production): Writers => {
  const app = appOfRuns(rules, folder);
  return app === undefined ? writers : withoutProgram(writers, app);
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
async function differenceFrom(
  reads: Reads,
  head: string,
  onMain: ProductionSource,
  production: Production,
): Promise<string | undefined> {
  const { folder, tag, version, run, row } = production;
  if (!(await reads.git.holdsRequest(head, folder))) return `${folder} is not among the folders approved`;
  const source = await reads.git.production(head, folder);
  // The check and the renderer are pure: the same files give the same verdict, digests and rendering.
  if (isDeepStrictEqual(source, onMain)) return undefined;
  const judgements = validateOne(source);
  const whole = validAs(judgements, tag);
  if (whole === undefined)
    return judgements.some(({ valid }) => valid !== undefined)
      ? `main holds ${tag} ${version}, not the version approved`
      : `${folder} is invalid in the version approved`;
  if (whole.production.version !== version) return `main holds ${tag} ${version}, not the version approved`;
  const approved = pickRun(whole, run, row)?.production;
  if (approved === undefined) return `main holds run ${run}, which the version approved does not`;
  if (approved.contentDigest !== production.contentDigest) return "main holds other content than the version approved";
  return renderProduction(approved).digest === renderProduction(production).digest
    ? undefined
    : "main would run other jobs than the version approved";
}
