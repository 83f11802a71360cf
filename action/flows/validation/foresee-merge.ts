import { isCampaignPath } from "../../core/conventions/campaign.ts";
import type { Validated } from "../../core/cross-checks/check-sources.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { inputNeeds } from "../../core/ledger/input-needs.ts";
import type { VersionBefore } from "../../core/outcomes/merge-effects.ts";
import type { MergePlan } from "../../core/outcomes/outcome.ts";
import { type Planning, plannedEvents } from "../../core/pass/planned.ts";
import { planPass } from "../../core/pass/planning/plan-pass.ts";
import { type GitReads, type LedgerReads, momentOf, type Reads } from "../../core/pass/reads.ts";
import { type CampaignCost, campaignCosts } from "../../core/pass/turns/campaign-use.ts";
import type { KeyedEvent } from "../../core/pass/view.ts";
import { Failure, Outage, orFailure } from "../../core/problems/failure.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { once } from "../../core/text/once.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import type { Revisions } from "../../ports/revisions.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import type { Tags } from "../../ports/tags.ts";
import { type History, readableState } from "../ledger-access/history.ts";
import { seedsGiven } from "../ledger-access/made-lists.ts";
import { dataOfTrials } from "../ledger-access/trial-data.ts";
import { answersOfTrees, readsFrom, type SomeAnswers } from "./answers.ts";
import { kindsOf, readStates, readTags } from "./known-states.ts";
import { openByFolder } from "./on-tree.ts";
import type { TreeChange } from "./tree-change.ts";

type ProposedMerge = {
  readonly history: NonNullable<History>;
  readonly tags: Pick<Tags, "names">;
  readonly revisions: Revisions;
  /** Where the branch left main. */
  readonly from: string;
  readonly head: string;
  readonly change: TreeChange;
  readonly validated: readonly Validated[];
  /** ISO text: whether a freeze has ended by itself. */
  readonly now: string;
  /** What main holds in these folders now. */
  readonly was: readonly Pick<VersionBefore, "tag">[];
};

export type ForeseenMerge = MergePlan & {
  /** Every submission of their tags, as the ledger has it. */
  readonly before: ReadonlyMap<SubmissionKey, SubmissionState>;
  readonly written: readonly KeyedEvent[];
  /** What the campaigns with a budget would use that name something of it. */
  readonly campaigns: readonly CampaignCost[];
  /** All that is under way behind the merge, of every tag. */
  readonly underWay: () => Promise<ReadonlyMap<SubmissionKey, SubmissionState>>;
};

/** The plan of the pass behind a merge, as it would make it, with approvals assumed and without asking PanDA. */
export const foreseeMerge = async (merge: ProposedMerge): Promise<ForeseenMerge> => {
  const { history, head, validated, was, now: at } = merge;
  const now = validated.flatMap(({ valid }) => valid?.production.tag ?? []);
  const tags = [...new Set([...was.map(({ tag }) => tag), ...now])];
  const read = await readTags(history, tags);
  const before = read.states;
  const answers = answersOf(merge, { tags: new Set(tags), keys: read.keys });
  const view = { head: ledgerOf(history), states: before };
  const planning = momentOf({ ...planningAt(view.head, at), ...readsFrom(answers, () => notAsked) }, head);
  const { planned, submits } = await planPass(planning, view);
  const asked = { before: view, after: planned.view, tags: now, paths: merge.change.paths };
  const submissions: LedgerReads["submissions"] = (_, ...of) => history.ledger.submissions(view.head, ...of);
  const ofLedger = readsFrom({ ...answers, ledger: { ...answers.ledger, submissions } }, () => notAsked);
  const campaigns = await orFailure(() => campaignCosts({ ...planning, ...ofLedger }, asked));
  return {
    states: planned.view.states,
    goes: new Set(submits),
    before,
    written: plannedEvents(planned),
    known: new Map(kindsOf(read)),
    // The pass counts again, and holds back what is too much.
    campaigns: campaigns instanceof Failure ? [] : campaigns,
    underWay: async () => new Map([...(await readStates(history, history.head.live)), ...planned.view.states]),
  };
};

const notAsked = new Outage("PanDA and GitHub are not asked before a merge.", { wayOut: "The pass asks them." });

/** Only the merge is looked at: neither trials nor what ended. */
const ledgerOf = ({ head }: NonNullable<History>): Planning["ledgerHead"] => ({ ...head, watched: [], trials: [] });

const planningAt = (
  ledgerHead: Planning["ledgerHead"],
  now: string,
): Omit<Planning, "mainHead" | "github" | keyof Reads> => ({
  ledgerHead,
  approvals: "assumed",
  soleWriter: false,
  now,
  setting: { panda: { url: "", vo: "", role: "", userName: "" }, monitor: undefined },
  context: { owner: { run: "check", nonce: "" } },
  pandaDate: undefined,
  chance: 0,
  payable: async (works) => works,
  notes: { tell: nothing, trouble: nothing, spend: nothing, postpone: nothing, keep: nothing },
});

const nothing = (): void => undefined;

type ReadOfTags = { readonly tags: ReadonlySet<string>; readonly keys: readonly SubmissionKey[] };

const answersOf = (merge: ProposedMerge, read: ReadOfTags): SomeAnswers & { readonly ledger: LedgerReads } => {
  const { history, validated } = merge;
  const { ledger, head: at } = history;
  const tasks = new Set(
    validated.flatMap(({ valid }) =>
      valid === undefined
        ? []
        : inputNeeds(valid.production).flatMap((need) => (need.kind === "task" ? [need.task] : [])),
    ),
  );
  return {
    git: gitBehind(merge),
    machine: {
      validated: async (_, folders) => validated.filter(({ source }) => folders.includes(source.folder)),
      // What becomes of a version does not depend on its files.
      packed: async () => ({ renderingDigest: "", archive: new Uint8Array() }),
    },
    ledger: {
      submissions: async (_, ...of) =>
        of.every((tag) => read.tags.has(tag))
          ? read.keys.filter((key) => of.length === 0 || of.includes(partsOfKey(key).tag))
          : ledger.submissions(at, ...of),
      events: async (_, keys) => {
        const lines = await ledger.read(at, keys);
        return new Map([...lines].map(([key, own]) => [key, readableState(own) === undefined ? [] : own]));
      },
      seeds: (_, streams) => seedsGiven({ ledger, head: at }, streams),
      dataOfTrials: (_, names) => dataOfTrials(ledger, names, at),
    },
    panda: {
      // Whether such a task is there, the pass asks; until then it is waited for.
      tasksNamed: async (names) => {
        if (names.every((name) => tasks.has(name))) return [];
        throw notAsked;
      },
    },
  };
};

/** Git as it is behind the merge, which is the newest of main. */
const gitBehind = ({ revisions, tags, from, head, now: at, change, validated }: ProposedMerge): Partial<GitReads> => {
  const { before, after, paths, folders } = change;
  const snapshotAt = (commit: string): Snapshot =>
    commit === head ? after.at : commit === from ? before.at : revisions.at(commit);
  const onTree = once(() => openByFolder(after.at, productionsFolder));
  const sources = new Map(validated.map(({ source }) => [source.folder, source]));
  const trees = answersOfTrees(snapshotAt);
  const campaigns = paths.filter(isCampaignPath);
  return {
    ...trees,
    production: async (commit, folder) =>
      (commit === head ? sources.get(folder) : undefined) ?? trees.production(commit, folder),
    neighbours: (commit) => (commit === head ? onTree() : trees.neighbours(commit)),
    productions: async () => folders,
    since: async () => [head],
    changed: async () => folders,
    merged: async () => ({ base: from, paths }),
    lastChange: async () => ({ commit: head, author: "" }),
    ruleChanges: async () => [
      ...(campaigns.length === 0 ? [] : [{ commit: head, at, paths: campaigns }]),
      ...(await revisions.ruleChanges(from)),
    ],
    tagNames: () => tags.names(),
    tagMessage: async () => "",
  };
};
