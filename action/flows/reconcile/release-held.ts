import type { Asking } from "../../core/pass/asking.ts";
import { type Authorize, authorizeAt } from "../../core/pass/authorization/authorize.ts";
import type { View } from "../../core/pass/view.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { decideEach } from "./decide-each.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

type HeldSubmission = Extract<SubmissionState, { readonly kind: "held" }>;

/**
 * `/shrek submit` on what is held: an approval of exactly this content, and the end of a hold. It counts as any
 * approval does, so everything is asked anew: the merge, the people, the rules of main before it.
 */
export const releaseHeld = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const asked = [...from.states].flatMap(([key, state]) =>
    state.kind === "held" && hasNewWord(state) ? [{ key, state }] : [],
  );
  if (asked.length === 0) return from;
  const authorize = authorizeAt(
    momentAt(pass, from.head, mainHead),
    asked.map(({ state }) => state.intent),
  );
  const seen = await decideEach(pass, asked, function* ({ key, state }) {
    return [key, yield* observeHeld(authorize, state)] as const;
  });
  return record(pass, from, new Map(seen), "Asked to submit:");
};

const hasNewWord = ({ past, spent = [] }: HeldSubmission): boolean =>
  past.releases.some(({ id }) => !spent.includes(id));

function* observeHeld(authorize: Authorize, state: HeldSubmission): Asking<Observation> {
  const seen = yield* authorize(state);
  if (seen.kind === "refused") return { kind: "not-allowed", reason: "today's check refuses it" };
  if (seen.kind !== "may-call") return seen;
  const { approval, pullRequest } = seen;
  return { kind: "promised", intent: { ...state.intent, approval, pullRequest } };
}
