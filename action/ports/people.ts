import type { Permission } from "../core/policy/permission.ts";
import type { Review } from "../core/policy/voices.ts";
import type { Writers } from "../core/policy/writers.ts";

/** Who may do what, and what was reviewed. Read only. */
export interface People {
  permission(login: string): Promise<Permission>;
  /** The merged pull request that brought this commit to main; `undefined`: it came another way. */
  pullRequestOf(merged: string): Promise<PullRequest | undefined>;
  /** Who opened it, and everybody who wrote or committed a part of it. */
  writers(pull: Pick<PullRequest, "number" | "author">): Promise<Writers>;
  /** The last word of every reviewer. */
  reviews(pullRequest: number): Promise<readonly Review[]>;
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
