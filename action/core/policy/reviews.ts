import type { Vote } from "./check-approval.ts";

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
