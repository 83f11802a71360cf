import type { OpenPull, Permission, PullRequest, Review } from "../core/policy/pull-request.ts";
import type { Writers } from "../core/policy/writers.ts";
import type { Comments, Forms } from "./comments.ts";
import type { Issues } from "./issues.ts";

/** Who may do what, what was reviewed, and what was ordered. Read only. */
export interface People extends Comments, Forms, Issues, OpenPulls {
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
