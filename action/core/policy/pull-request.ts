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

/** A person's review of exactly the content that is validated. */
export type Vote = {
  readonly login: string;
  readonly permission: Permission;
  readonly says: "approved" | "changes-requested";
};

/** The last review of a person, with its time and commit. */
export type Review = {
  readonly login: string;
  readonly commit: string;
  readonly says: Vote["says"];
  /** ISO. */
  readonly at: string;
};

/** `/shrek submit`: a person asks for what has this content. */
export type SubmitAsked = { readonly login: string; readonly contentDigest: string; readonly at: string };

export type Spoken = Omit<Vote, "permission">;

/**
 * An approval counts for the commit that was looked at; a request for changes holds until its author takes it back.
 * Ordered by time, to the second, as GitHub counts; in the same second the request for changes is the last.
 */
export const spokenOf = (
  { reviews, submits }: { readonly reviews: readonly Review[]; readonly submits: readonly SubmitAsked[] },
  { head, contentDigest }: { readonly head: string; readonly contentDigest: string },
): readonly Spoken[] =>
  [
    ...reviews.filter(({ says, commit }) => says === "changes-requested" || commit === head),
    ...submits
      .filter((asked) => asked.contentDigest === contentDigest)
      .map(({ login, at }) => ({ login, says: "approved" as const, at })),
  ]
    .toSorted((a, b) => secondOf(a.at) - secondOf(b.at) || Number(isAgainst(a)) - Number(isAgainst(b)))
    .map(({ login, says }) => ({ login, says }));

const secondOf = (at: string): number => Math.floor(Date.parse(at) / 1000);
const isAgainst = ({ says }: Pick<Review, "says">): boolean => says === "changes-requested";
