import type { Collection, Did, Replicas, StoredFiles } from "../catalogue/data-seen.ts";
import type { DataFound } from "../catalogue/judge-data.ts";
import type { PersonsComment, SentForm } from "../command/persons-comment.ts";
import type { Validated } from "../cross-checks/check-sources.ts";
import type { Neighbour } from "../cross-checks/facts.ts";
import type { JobSeen, WhichJobs } from "../ledger/completion.ts";
import type { LedgerEvent, SubmissionKey } from "../ledger/event.ts";
import type { TrialCommand } from "../ledger/main-event.ts";
import type { Streams } from "../ledger/streams.ts";
import type { RucioPlace } from "../login/rucio-settings.ts";
import type { LastChange, RuleChange } from "../policy/changes-of-main.ts";
import type { IssueNow } from "../policy/form-issue.ts";
import type { OpenPull, Permission, PullRequest, Review } from "../policy/pull-request.ts";
import type { AppendedRuns } from "../policy/runs-rule.ts";
import type { Writers } from "../policy/writers.ts";
import { Failure, orFailure } from "../problems/failure.ts";
import type { Production } from "../production/production.ts";
import type { Bindings, PackedProduction } from "../render/rendering.ts";
import type { DatasetFiles, Task, TaskList, TaskPart, WhichFiles } from "../submission/panda-answer.ts";
import type { PandaDate } from "../submission/state.ts";
import type { FolderEntry, ProductionSource } from "../text/source-file.ts";
import type { LedgerHead } from "./view.ts";

/** Of people, and what they wrote. `undefined`: GitHub has none. */
export interface GithubReads {
  /** "none" also for a login that its owner has given up. */
  permission(login: string): Promise<Permission>;
  /** The merged pull request that brought a commit to main; `undefined`: it came another way. */
  pullRequestOf(commit: string): Promise<PullRequest | undefined>;
  /** `undefined`: no open one has this number. */
  openPull(number: number): Promise<OpenPull | undefined>;
  /** Who opened it, and everybody who wrote, committed or pushed a part of it. */
  writers(pull: Pick<PullRequest, "number" | "opener" | "head" | "from">): Promise<Writers>;
  /** The last word of every person who reviewed. */
  reviews(pullRequest: number): Promise<readonly Review[]>;
  comment(id: number): Promise<PersonsComment | undefined>;
  /** `undefined` also where the run is none of the command workflow on main. */
  form(run: number): Promise<SentForm | undefined>;
  /** `undefined` also where it is a pull request. */
  issue(number: number): Promise<IssueNow | undefined>;
}

/** Main as history. */
export interface HistoryReads {
  mainHead(): Promise<string>;
  /** First-parent commits after `cursor`, oldest first. "rewritten": the cursor is not on main any more. */
  since(cursor: string, head: string): Promise<readonly string[] | "rewritten">;
  /** Production folders whose files a commit changed against its first parent, and that it still has. */
  changed(commit: string): Promise<readonly string[]>;
  /**
   * Main before a merge, and every path that the merge changed, or that the head of its pull request did, if that is
   * here: a rebase puts earlier commits of a pull request on main before the last one. `undefined`: nothing was before.
   */
  merged(commit: string, head?: string): Promise<MergedPaths | undefined>;
  /** Makes the head of a pull request readable here; `false`: it cannot be had. */
  fetch(head: string, pullRequest: number): Promise<boolean>;
  /** Whether a commit is one of those, up to `last`, that a rebase made of a head that is here. */
  rebased(commit: string, last: string, head: string): Promise<boolean>;
  /** The newest that changed one of these paths; `undefined`: no commit up to this one did. */
  lastChange(commit: string, paths: readonly string[]): Promise<LastChange | undefined>;
  /** What a commit appends to lists of runs by a change of these paths; `undefined`: it does something else. */
  appended(base: string, commit: string, paths: readonly string[]): Promise<readonly AppendedRuns[] | undefined>;
  /** All changes of rules up to this commit, the newest first. */
  ruleChanges(commit: string): Promise<readonly RuleChange[]>;
  /** Every path that a branch changed since it left main; all that differs, if it never did. Its head was fetched before. */
  changedSinceMain(head: string, mainHead: string): Promise<readonly string[]>;
  /** Whether a commit is this head, or in its history. */
  holds(head: string, commit: string): Promise<boolean>;
}

export type MergedPaths = { readonly base: string; readonly paths: readonly string[] };

/** What a commit holds. */
interface TreeReads {
  /** Every folder with a `production.yaml`. */
  productions(at: string): Promise<readonly string[]>;
  /** Those of these folders that `productions` would list. */
  holding(at: string, folders: readonly string[]): Promise<readonly string[]>;
  holdsRequest(at: string, folder: string): Promise<boolean>;
  production(at: string, folder: string): Promise<ProductionSource>;
  request(at: string, folder: string): Promise<ProductionSource>;
  /** Requests and their conventions only. */
  requests(at: string, folders: readonly string[]): Promise<readonly ProductionSource[]>;
  files(at: string, paths: readonly string[]): Promise<readonly FolderEntry[]>;
  /** Git's id of every folder and of all conventions, by path. */
  treeIds(at: string): Promise<ReadonlyMap<string, string>>;
  /** What is on the tree, by folder, as far as a request says it by itself. */
  neighbours(at: string): Promise<ReadonlyMap<string, readonly Neighbour[]>>;
}

export interface GitReads extends HistoryReads, TreeReads {
  tagNames(): Promise<readonly string[]>;
  /** `undefined`: there is no such tag. */
  tagMessage(name: string): Promise<string | undefined>;
}

/** The ledger at one head. */
export interface LedgerReads {
  /** Every submission of these tags; of all tags where none is named. */
  submissions(at: LedgerHead, ...tags: readonly string[]): Promise<readonly SubmissionKey[]>;
  events(at: LedgerHead, keys: readonly SubmissionKey[]): Promise<ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>>;
  /** Of data by these names, what trials of pull requests made, each with why nothing may read it. */
  dataOfTrials(at: LedgerHead, names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The last seed of each of these streams. */
  seeds(at: LedgerHead, streams: readonly string[]): Promise<Streams>;
}

/** PanDA and iDDS; "none" is an answer of theirs. */
export interface PandaReads {
  /** One secured read: proves reachability and login, and gives PanDA's clock. */
  date(): Promise<PandaDate>;
  /** The same after the pass has begun: what is looked for then is dated by it. */
  dateNow(): Promise<PandaDate>;
  /** By workflow name: known to iDDS before any task exists. `undefined`: iDDS answered that it has none. */
  requestNamed(name: string): Promise<number | undefined>;
  /** By exact name and the user who submitted; for a missing name PanDA answered "none". */
  tasksNamed(names: readonly string[], userName: string): Promise<readonly Task[]>;
  /**
   * Tasks of this user that changed since then, by PanDA's clock, all or a part of them; `since`: ISO text. What is not
   * in the list may have changed too: PanDA leaves out what is over its limit, and in silence a task that it failed to read.
   */
  tasksChanged(since: string, userName: string, part?: TaskPart): Promise<TaskList>;
  /** Requests of iDDS whose name begins so, each name with the id that iDDS gives for it: the later one (PANDA R5). */
  requestsBeginning(prefix: string): Promise<ReadonlyMap<string, number>>;
  /** iDDS's status of the request, as `Transforming`, `SubFinished`; `undefined`: it has no such request. */
  requestStatus(request: number): Promise<string | undefined>;
  /** The jobs of a task, 5,500 at most. "None" can mean that PanDA's database failed. */
  jobsOf(task: number, which: WhichJobs): Promise<readonly JobSeen[]>;
  /** The files that JEDI found in its inputs, or those of its outputs. */
  filesOf(task: number, which: WhichFiles): Promise<readonly DatasetFiles[]>;
}

/** The experiment's Rucio, as the conventions of main name it. */
export interface RucioReads {
  /** Of each of these datasets of a request, what is there. */
  data(place: RucioPlace, datasets: readonly string[]): Promise<ReadonlyMap<string, DataFound>>;
  /** How much each holds, without its files; what Rucio does not know is absent. */
  collections(place: RucioPlace, datasets: readonly string[]): Promise<ReadonlyMap<string, Collection>>;
  /** Its files. One that cannot be listed holds up no other. */
  replicas(place: RucioPlace, collection: Collection): Promise<Replicas>;
  /** What is in it, file by file; `undefined`: Rucio has no such DID. */
  stored(place: RucioPlace, did: Did): Promise<StoredFiles | undefined>;
}

/** What takes long to make of files; nothing of the world is in the answer. */
export interface MachineReads {
  /** These folders validated with lint, against the ledger, and against all that is on the tree with them. */
  validated(at: string, folders: readonly string[], ledger: LedgerHead): Promise<readonly Validated[]>;
  /** The request of a production as this trial, validated so. */
  validatedTrial(trial: TrialAt): Promise<Pick<Validated, "valid" | "problems">>;
  packed(production: Production, bindings: Bindings): Promise<PackedProduction>;
}

export type TrialAt = {
  readonly at: string;
  readonly folder: string;
  readonly tag: string;
  readonly version: string;
  readonly command: TrialCommand;
  readonly ledger: LedgerHead;
};

/**
 * What a decision may learn of the world; no verb of it writes, so that a decision touches nothing. What was asked
 * before has its first answer, a Failure too.
 */
export type Reads = {
  readonly git: GitReads;
  readonly ledger: LedgerReads;
  readonly panda: PandaReads;
  readonly rucio: RucioReads;
  readonly machine: MachineReads;
  /** What GitHub says while main has this head, asked once for it. */
  githubAt(mainHead: string): GithubReads;
  /** Asked again, whatever the pass asked before. */
  readonly githubNow: GithubReads;
};

/** Reads that know nothing of what can change from one moment to the next: for what must be true right before a call. */
export type FreshReads = Reads & { readonly fresh: true };

/**
 * Whether GitHub is asked who approved and who ordered trials. `assumed`: a forecast takes it that people did. `not-needed`: a
 * terminal against a PanDA on the same machine has nobody to ask.
 */
export type Approvals = "asked" | "assumed" | "not-needed";

/** What a decision is made at: one head of main, one of the ledger, and whom it may ask. */
export type Moment = Reads & {
  readonly mainHead: string;
  readonly github: GithubReads;
  readonly ledgerHead: LedgerHead;
  readonly approvals: Approvals;
  /** A GitHub App alone writes the ledger. */
  readonly soleWriter: boolean;
  /** By our clock, as ISO text. */
  readonly now: string;
};

/** A moment before main's head is known. */
export type Situation = Omit<Moment, "mainHead" | "github">;

export const momentOf = <From extends Situation>(from: From, mainHead: string): From & Moment => ({
  ...from,
  mainHead,
  github: from.githubAt(mainHead),
});

/** What asks people. */
export type AsksPeople = Reads & Pick<Moment, "github">;

/** Several decisions side by side. Each comes to its end; then a bug is thrown, or the first Failure in their order. */
export const all = async <const T extends readonly Promise<unknown>[]>(
  ones: T,
): Promise<{ readonly [At in keyof T]: Awaited<T[At]> }> => {
  const ends = await Promise.allSettled(ones);
  const reasons = ends.flatMap((one): readonly unknown[] => (one.status === "rejected" ? [one.reason] : []));
  if (reasons.length > 0) throw reasons.find((one) => !(one instanceof Failure)) ?? reasons[0];
  // Each has its value at its own place.
  return ends.map((one) => (one.status === "fulfilled" ? one.value : undefined)) as never;
};

/** Ours and PanDA's, the earlier first: a machine whose clock is wrong ends nothing that holds back. Where PanDA does not answer nothing goes. */
export const bothClocks = async ({
  panda: server,
  now,
}: Moment): Promise<readonly [earlier: string, later: string]> => {
  const said = await orFailure(() => server.date());
  const panda = said === undefined || said instanceof Failure ? now : said;
  return panda < now ? [panda, now] : [now, panda];
};
