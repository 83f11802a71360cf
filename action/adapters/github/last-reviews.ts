import type { Review } from "../../core/policy/reviews.ts";
import { accountOf, type User } from "./pulls.ts";

/** Of a review, as GitHub lists it, what is read. A dismissed one keeps its place and time. */
export type ReviewListed = {
  readonly user: User;
  readonly state: string;
  readonly commit_id?: string | null;
  readonly submitted_at?: string | undefined;
};

/** The last review of each person; a comment is none. */
export const lastReviews = (reviews: readonly ReviewListed[]): readonly Review[] => {
  const last = new Map<string, Review | undefined>();
  for (const { user, state, commit_id, submitted_at } of reviews) {
    const account = accountOf(user);
    if (account?.isPerson !== true || state === "COMMENTED" || state === "PENDING") continue;
    const { login } = account;
    const says = verdicts[state];
    const at = submitted_at ?? "1970-01-01T00:00:00Z";
    last.set(login, says === undefined ? undefined : { login, commit: commit_id ?? "", says, at });
  }
  return [...last.values()].filter((review) => review !== undefined);
};

/** A review that was dismissed says nothing any more. */
const verdicts: Readonly<Record<string, Review["says"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
};
