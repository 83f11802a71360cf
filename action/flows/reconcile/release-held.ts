import type { View } from "../../core/pass/view.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { authorizeAt, type Deriving } from "./derive.ts";
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
  const deriving = authorizeAt(
    pass,
    mainHead,
    asked.map(({ state }) => state.intent),
  );
  const seen = await pass.each(asked, async ({ key, state }) => [key, await observeHeld(deriving, state)] as const);
  return record(pass, from, new Map(seen), "Asked to submit:");
};

const hasNewWord = ({ past, spent = [] }: HeldSubmission): boolean =>
  past.releases.some(({ id }) => !spent.includes(id));

const observeHeld = async (deriving: Deriving, state: HeldSubmission): Promise<Observation> => {
  const derived = await deriving(state);
  if (derived.kind === "refused") return { kind: "not-allowed", reason: "today's check refuses it" };
  if (derived.kind !== "may-call") return derived;
  const { approval, pullRequest } = derived;
  return { kind: "promised", intent: { ...state.intent, approval, pullRequest } };
};
