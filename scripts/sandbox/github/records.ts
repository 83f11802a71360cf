import type { JsonObject } from "./json.ts";

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
  readonly name: string;
  /** `null`: it has not ended. */
  conclusion: string | null;
  readonly detailsUrl: string | null;
};

/** `branches` undefined: every ref may deploy. */
export type Environment = {
  readonly id: number;
  readonly name: string;
  readonly branches: readonly string[] | undefined;
  /** Logins, of whom one approves each job; empty: nobody has to. */
  readonly reviewers: readonly string[];
  readonly preventSelfReview: boolean;
  readonly variables: Map<string, string>;
  /** The runner gets the values, and nobody else. */
  readonly secrets: Map<string, string>;
};

/** A machine of the repository's own. */
export type Runner = {
  readonly id: number;
  readonly name: string;
  readonly labels: readonly string[];
  readonly ephemeral: boolean;
};

/** From most to least: each may what those behind it may. */
export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** Rules for refs; `enforced`: whether they hold. */
export type Ruleset = {
  readonly id: number;
  readonly name: string;
  readonly target: "branch" | "tag";
  readonly enforced: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly JsonObject[];
  readonly passes: readonly JsonObject[];
};
