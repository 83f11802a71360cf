import { keyOf } from "../../ledger/event.ts";
import type { AwaitedValidation } from "../../ledger/held-by.ts";
import { fold } from "../../submission/fold.ts";
import type { Observation } from "../../submission/observation.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Authorize, authorizeAt } from "../authorization/authorize.ts";
import { each, inState, type Planned, type Planning, withSeen } from "../planned.ts";

type HeldSubmission = Extract<SubmissionState, { readonly kind: "held" }>;

/**
 * `/shrek submit` on what is held: an approval of exactly this content, and the end of a hold. It counts as any
 * approval does, so everything is asked anew: the merge, the people, the rules of main before it. So it is where
 * data that it reads were declared good again, or were validated.
 */
export async function releaseHeld(planning: Planning, from: Planned): Promise<Planned> {
  const held = inState(from, isHeld);
  const validated = await validatedNow(
    planning,
    held.flatMap(({ state: { validation } }) => validation ?? []),
  );
  const asked = held.filter(({ state }) => hasNewWord(state) || validated.has(state.validation));
  const authorize = authorizeAt(
    planning,
    asked.map(({ state }) => state.intent),
  );
  const seen = await each(planning.notes, asked, async ({ key, state }) => {
    return [key, await observeHeld(authorize, state)] as const;
  });
  return withSeen(planning, from, "Asked to submit:", seen);
}

const isHeld = (state: SubmissionState): state is HeldSubmission => state.kind === "held";

const hasNewWord = (state: HeldSubmission): boolean =>
  state.past.releases.some(({ id }) => !(state.spent ?? []).includes(id)) || areInputsGoodAgain(state);

/** By the ledger as the pass has it: whoever is let go by it is asked about again before each call. */
async function validatedNow(
  { ledger, ledgerHead }: Planning,
  of: readonly AwaitedValidation[],
): Promise<ReadonlySet<AwaitedValidation | undefined>> {
  if (of.length === 0) return new Set();
  const read = await ledger.events(ledgerHead, [...new Set(of.map(keyOf))]);
  const isDone = (validation: AwaitedValidation): boolean =>
    lastTasks(fold(read.get(keyOf(validation)) ?? [])).some(
      ({ step, status }) => step === validation.step && status === "done",
    );
  return new Set(of.filter(isDone));
}

const areInputsGoodAgain = ({ past: { inputsDeclared } }: HeldSubmission): boolean =>
  inputsDeclared.length > 0 && inputsDeclared.every(({ quality }) => quality === "good");

async function observeHeld(authorize: Authorize, state: HeldSubmission): Promise<Observation> {
  const authorized = await authorize(state);
  if (authorized.kind === "refused") return { kind: "not-allowed", reason: "today's check refuses it" };
  if (authorized.kind !== "may-call") return authorized;
  const { approval, pullRequest } = authorized;
  return { kind: "new-intent", intent: { ...state.intent, approval, pullRequest } };
}
