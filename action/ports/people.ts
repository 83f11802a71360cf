import type { Permission } from "../core/policy/permission.ts";

/** Who may do what, and what was reviewed. Read only. */
export interface People {
  permission(login: string): Promise<Permission>;
  /** The merged pull request that brought this commit to main; `undefined`: it came another way. */
  pullRequestOf(merged: string): Promise<PullRequest | undefined>;
  /** Everybody who wrote or committed a part of it, besides who opened it. */
  authors(pullRequest: number): Promise<readonly string[]>;
  /** The last word of every reviewer. */
  approvals(pullRequest: number): Promise<readonly Approval[]>;
}

export type PullRequest = {
  readonly number: number;
  readonly author: string;
  readonly head: string;
  readonly base: string;
  /** The branch it goes into. */
  readonly into: string;
  readonly merged: boolean;
  readonly open: boolean;
};

/** An approval of this commit. */
export type Approval = { readonly login: string; readonly commit: string };
