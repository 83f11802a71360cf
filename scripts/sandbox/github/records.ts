import type { JsonObject } from "./json.ts";
import type { Repository } from "./repository.ts";

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

export type Review = {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "PENDING" | "DISMISSED";
  readonly commit: string;
  readonly submittedAt: string;
  readonly comments: readonly ReviewComment[];
};

export type ReviewComment = {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly startLine: number | undefined;
  readonly body: string;
};

export type Reaction = {
  readonly id: number;
  readonly login: string;
  readonly content: string;
  readonly createdAt: string;
};

export type Comment = {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  /** The last edit; who made it and when stays, also where somebody deletes it from the history. */
  edited: { readonly by: string; readonly at: string } | undefined;
  readonly reactions: Reaction[];
};

/** GitHub makes one for each run of a job that names an environment. */
export type Deployment = {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly createdAt: string;
};

export type Activity = {
  readonly id: number;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly at: string;
  readonly by: string;
  readonly kind: "push" | "force_push" | "branch_creation" | "branch_deletion" | "pr_merge";
};

export type CheckRun = {
  readonly id: number;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string | null;
  detailsUrl: string | null;
  startedAt: string;
  completedAt: string | null;
  output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
  readonly annotations: JsonObject[];
};

/** `branches` undefined: every ref may deploy. */
export type Environment = {
  readonly id: number;
  readonly name: string;
  readonly branches: readonly string[] | undefined;
  readonly variables: Map<string, string>;
  /** The runner gets the values, and nobody else. */
  readonly secrets: Map<string, string>;
};
