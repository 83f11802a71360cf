import type { GithubAccount } from "../core/policy/login.ts";
import type { Permission } from "../core/policy/permission.ts";
import type { Review } from "../core/policy/reviews.ts";
import type { Writers } from "../core/policy/writers.ts";
import type { Comments, Forms } from "./comments.ts";

/** Who may do what, what was reviewed, and what was ordered. Read only. */
export interface People extends Comments, Forms, OpenPulls {
  /** "none" also for a login that its owner has given up. */
  permission(login: string): Promise<Permission>;
  /** The merged pull request that brought this commit to main; `undefined`: it came another way. */
  pullRequestOf(commit: string): Promise<PullRequest | undefined>;
  /** Who opened it, and everybody who wrote, committed or pushed a part of it. */
  writers(pull: Pick<PullRequest, "number" | "opener" | "head" | "from">): Promise<Writers>;
  /** The last word of every person who reviewed. */
  reviews(pullRequest: number): Promise<readonly Review[]>;
}

/** Pull requests as they are now. Read only. */
export interface OpenPulls {
  /** `undefined`: no open one has this number. */
  openPull(number: number): Promise<OpenPull | undefined>;
}

/** `isOwn`: it comes from a branch of this repository, and of no fork. */
export type OpenPull = { readonly head: string; readonly into: string; readonly isOwn: boolean };

export type PullRequest = {
  readonly number: number;
  /** `undefined`: the account is gone. */
  readonly opener: GithubAccount | undefined;
  readonly head: string;
  readonly base: string;
  /** The branch it goes into. */
  readonly into: string;
  /** The branch it comes from; `repository` as OWNER/NAME, `undefined`: the fork is gone. */
  readonly from: { readonly repository: string | undefined; readonly branch: string };
  /** Where its merge left the branch: the merge commit, the squashed one, or the last of those that a rebase made. */
  readonly mergedAs: string | undefined;
  /** When, by GitHub's clock, as ISO text. */
  readonly mergedOn: string | undefined;
};
