import type { SubmissionKey } from "../../ledger/event.ts";
import { isUnbound } from "../../ledger/input-needs.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { inState, type Planned, type Planning, withSeen } from "../planned.ts";
import { passGates } from "./gates.ts";

export type Sendable = Extract<SubmissionState, { readonly kind: "intended" | "checked" }>;

/** An intent whose inputs are not bound waits, whatever its state says. */
export const isSendable = (state: SubmissionState): state is Sendable =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));

/** Which of those that could be submitted go now, in their order. The ledger says once why the others wait. */
export async function takeTurns(
  planning: Planning,
  from: Planned,
): Promise<{ readonly planned: Planned; readonly go: readonly SubmissionKey[] }> {
  const { go, waits } = await passGates(planning, from.view, inState(from, isSendable));
  const seen = waits.flatMap(({ key, why }) => {
    if (!(why instanceof Failure)) return [[key, { kind: "queued", why }] as const];
    planning.notes.trouble(key, describeError(why));
    return [];
  });
  return { planned: withSeen(planning, from, "Not yet:", seen), go: go.map(({ key }) => key) };
}
