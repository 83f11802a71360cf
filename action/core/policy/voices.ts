import type { Voice } from "./judge-approval.ts";

/** The last word of a reviewer, and of which commit it was said. */
export type Review = { readonly login: string; readonly commit: string; readonly says: Voice["says"] };

/** `/shrek submit`: a person asks for what has this content. */
export type SubmitAsked = { readonly login: string; readonly contentDigest: string };

type Spoken = Omit<Voice, "permission">;

/** An approval counts for the commit that was looked at; a request for changes stands until its author takes it back. */
export const spokenOf = (
  { reviews, submits }: { readonly reviews: readonly Review[]; readonly submits: readonly SubmitAsked[] },
  { head, contentDigest }: { readonly head: string; readonly contentDigest: string },
): readonly Spoken[] => [
  ...reviews
    .filter(({ says, commit }) => says === "changes-requested" || commit === head)
    .map(({ login, says }) => ({ login, says })),
  ...submits
    .filter((asked) => asked.contentDigest === contentDigest)
    .map(({ login }) => ({ login, says: "approved" as const })),
];
