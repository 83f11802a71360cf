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
import type { Production } from "../production/production.ts";
import type { Bindings, PackedProduction } from "../render/rendering.ts";
import type { DatasetFiles, Task, TaskList, TaskPart, WhichFiles } from "../submission/panda-answer.ts";
import type { PandaDate } from "../submission/state.ts";
import type { FolderEntry, ProductionSource } from "../text/source-file.ts";
import type { Cost, Work } from "./cost.ts";
import type { LedgerHead } from "./view.ts";

type Row<About, Answer> = { readonly about: Readonly<About>; readonly answer: Answer };
/** GitHub's answer of another moment is not enough. */
type AtMoment = { readonly asOf: string };
type AtCommit = { readonly at: string };
type Folder = AtCommit & { readonly folder: string };
type Folders = AtCommit & { readonly folders: readonly string[] };

/** People of GitHub, and what they wrote. `undefined`: GitHub has none. */
type AboutPeople = {
  /** "none" also for a login that its owner has given up. */
  readonly permission: Row<AtMoment & { readonly login: string }, Permission>;
  /** The merged pull request that brought a commit to main; `undefined`: it came another way. */
  readonly "pull-request": Row<AtMoment & { readonly commit: string }, PullRequest | undefined>;
  readonly "open-pull": Row<AtMoment & { readonly pullRequest: number }, OpenPull | undefined>;
  /** Everybody who wrote, committed or pushed a part of it. */
  readonly writers: Row<
    AtMoment & { readonly pull: Pick<PullRequest, "number" | "opener" | "head" | "from"> },
    Writers
  >;
  readonly reviews: Row<AtMoment & { readonly pullRequest: number }, readonly Review[]>;
  readonly comment: Row<AtMoment & { readonly id: number }, PersonsComment | undefined>;
  readonly form: Row<AtMoment & { readonly run: number }, SentForm | undefined>;
  readonly issue: Row<AtMoment & { readonly number: number }, IssueNow | undefined>;
};

/** Main as history, and branches beside it. */
type AboutMain = {
  readonly "main-head": Row<object, string>;
  /** First-parent commits after `cursor`, oldest first. "rewritten": the cursor is not on main any more. */
  readonly since: Row<{ readonly cursor: string; readonly head: string }, readonly string[] | "rewritten">;
  /** Production folders whose files a commit changed, and that it still has. */
  readonly changed: Row<{ readonly commit: string }, readonly string[]>;
  /** Main before a merge and the paths that it changed; `undefined`: nothing was before. */
  readonly merged: Row<
    { readonly commit: string; readonly head?: string },
    { readonly base: string; readonly paths: readonly string[] } | undefined
  >;
  /** Whether the head of a pull request can be read here, after it was fetched. */
  readonly fetch: Row<{ readonly head: string; readonly pullRequest: number }, boolean>;
  readonly rebased: Row<{ readonly commit: string; readonly last: string; readonly head: string }, boolean>;
  /** The newest that changed one of these paths; `undefined`: no commit up to this one did. */
  readonly "last-change": Row<{ readonly commit: string; readonly paths: readonly string[] }, LastChange | undefined>;
  /** What a commit appends to lists of runs by a change of these paths; `undefined`: it does something else. */
  readonly appended: Row<
    { readonly base: string; readonly commit: string; readonly paths: readonly string[] },
    readonly AppendedRuns[] | undefined
  >;
  readonly "rule-changes": Row<{ readonly commit: string }, readonly RuleChange[]>;
  readonly "changed-since-main": Row<{ readonly head: string; readonly mainHead: string }, readonly string[]>;
  /** Whether a commit is this head, or in its history. */
  readonly holds: Row<{ readonly head: string; readonly commit: string }, boolean>;
};

type AboutSnapshot = {
  /** Every folder with a `production.yaml`. */
  readonly productions: Row<AtCommit, readonly string[]>;
  /** Those of these folders that `productions` would list. */
  readonly holding: Row<Folders, readonly string[]>;
  readonly production: Row<Folder, ProductionSource>;
  readonly request: Row<Folder, ProductionSource>;
  readonly "holds-request": Row<Folder, boolean>;
  /** Requests and their conventions only. */
  readonly requests: Row<Folders, readonly ProductionSource[]>;
  readonly sources: Row<Folders, readonly ProductionSource[]>;
  readonly files: Row<AtCommit & { readonly paths: readonly string[] }, readonly FolderEntry[]>;
  /** Git's id of every folder and of all conventions, by path. */
  readonly "tree-ids": Row<AtCommit, ReadonlyMap<string, string>>;
  /** What is on the tree, by folder, as far as a request says it by itself. */
  readonly neighbours: Row<AtCommit, ReadonlyMap<string, readonly Neighbour[]>>;
  /** These folders validated with lint, against the ledger, and against all that stand beside them. */
  /** Of the request of a production as this trial: validated like those, beside all that stands with it. */
  readonly "trial-validated": Row<
    Folder & {
      readonly tag: string;
      readonly version: string;
      readonly command: TrialCommand;
      readonly ledger: LedgerHead;
    },
    Pick<Validated, "valid" | "problems">
  >;
  readonly validated: Row<Folders & { readonly ledger: LedgerHead }, readonly Validated[]>;
};

/** What takes long to make, and what not every plan needs; nothing of the world is in the answer. */
type AboutFiles = {
  readonly packed: Row<{ readonly production: Production; readonly bindings: Bindings }, PackedProduction>;
};

/** What the pass may still do. */
type AboutBudget = {
  /** Those that can be paid beside what is kept, or `inOrder` the first; people hear that others wait, as `noun`. */
  readonly payable: Row<
    { readonly works: readonly Work[]; readonly noun: string; readonly kept: Cost; readonly inOrder?: true },
    readonly Work[]
  >;
};

/** The ledger at one head, and the tags that say the same. */
type AboutLedger = {
  /** Every submission of these tags; of all tags where none is named. */
  readonly submissions: Row<
    { readonly ledger: LedgerHead; readonly tags: readonly string[] },
    readonly SubmissionKey[]
  >;
  readonly events: Row<
    { readonly ledger: LedgerHead; readonly keys: readonly SubmissionKey[] },
    ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>
  >;
  /** Of data by these names, what trials of pull requests made, each with why nothing may read it. */
  readonly "trial-data": Row<
    { readonly ledger: LedgerHead; readonly names: readonly string[] },
    ReadonlyMap<string, string>
  >;
  /** The last seed of each of these streams. */
  readonly seeds: Row<{ readonly ledger: LedgerHead; readonly streams: readonly string[] }, Streams>;
  readonly "ledger-head": Row<object, LedgerHead>;
  readonly "tag-names": Row<object, readonly string[]>;
  /** `undefined`: there is no such tag. */
  readonly "tag-message": Row<{ readonly name: string }, string | undefined>;
};

/** PanDA and iDDS; "none" is an answer of theirs. */
type AboutPanda = {
  /** One secured read: proves reachability and login, and gives PanDA's clock. */
  readonly "panda-date": Row<object, PandaDate>;
  readonly "request-named": Row<{ readonly name: string }, number | undefined>;
  /** By exact name and the user who submitted. */
  readonly tasks: Row<{ readonly names: readonly string[]; readonly userName: string }, readonly Task[]>;
  /** Tasks that changed since then; `since`: ISO text. */
  readonly "tasks-changed": Row<
    { readonly since: string; readonly userName: string; readonly part?: TaskPart },
    TaskList
  >;
  /** Requests of iDDS whose name begins so. */
  readonly "requests-beginning": Row<{ readonly prefix: string }, ReadonlyMap<string, number>>;
  readonly "request-status": Row<{ readonly request: number }, string | undefined>;
  readonly jobs: Row<{ readonly task: number; readonly which: WhichJobs }, readonly JobSeen[]>;
  readonly "task-files": Row<{ readonly task: number; readonly which: WhichFiles }, readonly DatasetFiles[]>;
};

/** The experiment's Rucio, as the conventions of main name it. */
type AboutData = {
  /** Of each of these datasets of a request, what is there. */
  readonly data: Row<
    { readonly place: RucioPlace; readonly datasets: readonly string[] },
    ReadonlyMap<string, DataFound>
  >;
  /** How much each holds, without its files; what Rucio does not know is absent. */
  readonly collections: Row<
    { readonly place: RucioPlace; readonly datasets: readonly string[] },
    ReadonlyMap<string, Collection>
  >;
  /** Its files. One that cannot be listed holds up no other. */
  readonly replicas: Row<{ readonly place: RucioPlace; readonly collection: Collection }, Replicas>;
  /** What is in it, file by file; `undefined`: Rucio has no such DID. */
  readonly stored: Row<{ readonly place: RucioPlace; readonly did: Did }, StoredFiles | undefined>;
};

/** All that a pass may ask the world, a row a question: what it is about, and what the answer says. */
type Questions = AboutPeople &
  AboutMain &
  AboutSnapshot &
  AboutFiles &
  AboutBudget &
  AboutLedger &
  AboutPanda &
  AboutData;

export type QuestionKind = keyof Questions;

/** A question is data: it can be compared, printed and counted. `anew`: no earlier answer of the pass counts. */
export type Question<Kind extends QuestionKind = QuestionKind> = {
  readonly [K in Kind]: { readonly ask: K; readonly anew?: true } & Questions[K]["about"];
}[Kind];

export type AnswerTo<Kind extends QuestionKind> = Questions[Kind]["answer"];
