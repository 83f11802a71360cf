import type { GithubAccount } from "./login.ts";

/** What GitHub lets a person do in this repository. */
export type Permission = "none" | "read" | "write" | "admin";
export const mayWrite = (permission: Permission): boolean => permission === "write" || permission === "admin";

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

/** `isOwn`: it comes from a branch of this repository, and of no fork. `branch`: its name, where the form may have made it. */
export type OpenPull = {
  readonly head: string;
  readonly into: string;
  readonly isOwn: boolean;
  readonly branch?: string;
};
