import type { JsonObject } from "./json.ts";
import type { Activity, CheckRun, Comment, Environment, Review, Role, Ruleset, Runner } from "./records.ts";

export type Repository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly dir: string;
  readonly defaultBranch: string;
  readonly createdAt: string;
  /** The repository this is a fork of. */
  readonly parent: Repository | undefined;
  isPrivate: boolean;
  readonly roles: Map<string, Role>;
  /** Issues and pull requests share their numbers. */
  readonly threads: Thread[];
  /** What an issue can be labelled with. */
  readonly labels: Set<string>;
  readonly comments: Comment[];
  readonly checkRuns: CheckRun[];
  /** Runs that ended, oldest first, as their events told. */
  readonly workflowRuns: JsonObject[];
  /** How branches moved, oldest first. */
  readonly activities: Activity[];
  readonly environments: Map<string, Environment>;
  readonly runners: Runner[];
  /** Variables of Actions, beside those of environments. */
  readonly variables: Map<string, string>;
  /** Answers of branch protection, by branch. */
  readonly protections: Map<string, Readonly<Record<string, unknown>>>;
  readonly rulesets: Ruleset[];
  /** The merge queue, first in front. */
  readonly queue: Queued[];
  /** Whether workflows run, and what their tokens may where no workflow says it. */
  readonly actions: {
    enabled: boolean;
    /** `githubOwned` and `patterns` count where it is `selected`. */
    allowed: "all" | "local_only" | "selected";
    githubOwned: boolean;
    patterns: readonly string[];
    writes: boolean;
    approves: boolean;
  };
  /** Workflow files that start nothing, by whose doing. */
  readonly disabledWorkflows: Map<string, DisabledState>;
  /** Moves of refs happen one after the other, as they do at GitHub. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
};

/** By a person, or by GitHub after 60 days without activity. */
export type DisabledState = "disabled_manually" | "disabled_inactivity";

export const fullName = (repository: Repository): string => `${repository.owner}/${repository.name}`;

/** What the sandbox keeps beside git. Times are ISO texts without milliseconds, as GitHub writes them. */
export type Thread = {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  updatedAt: string;
  closedAt: string | null;
  labels: readonly string[];
  /** Of its body, the last one first. The first edit makes two: of what stood there before, too. */
  edits: readonly { readonly by: string; readonly at: string }[];
  pinned: boolean;
  /** `undefined`: an issue. */
  readonly pull: Pull | undefined;
};

export type Pull = {
  readonly base: { ref: string; sha: string };
  readonly head: { readonly repository: Repository; readonly ref: string; sha: string };
  readonly draft: boolean;
  /** The trial merge while open, the real one afterwards; `null`: conflicts. */
  mergeSha: string | null;
  merged: { readonly at: string; readonly by: string } | undefined;
  /** The commits that its merge made: one, or those of a rebase. */
  made: readonly string[];
  readonly reviews: Review[];
  /** Who pushed the head last. */
  lastPusher: string;
};

export type PullThread = Thread & { readonly pull: Pull };

/** A pull request in the queue: the commits that it becomes, on what stands before it. */
export type Queued = {
  readonly thread: PullThread;
  readonly ref: string;
  readonly base: string;
  readonly made: readonly string[];
};
