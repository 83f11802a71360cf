import { isOfMain, type LedgerEvent } from "../ledger/event.ts";
import { applyEvent } from "../submission/fold.ts";
import type { StateKind, SubmissionState } from "../submission/state.ts";
import { isStopped } from "../submission/states.ts";
import { asksByState, asksPerson } from "../submission/ways-out.ts";

/** A submission with its state, and when and how often people were asked about it. */
export type Questioned = {
  readonly state: SubmissionState;
  /** How often it came to ask a person, so far. */
  readonly times: number;
  /** Since when it asks; `undefined`: it does not. */
  readonly since: string | undefined;
};

/** Made of the events alone. A stop that gets another name on the way is one question; the next one is another. */
export const questionsOf = (events: readonly LedgerEvent[]): Questioned => {
  let asked: Questioned = { state: { kind: "none" }, times: 0, since: undefined };
  let before: string | undefined;
  for (const line of events) {
    if (isOfMain(line)) continue;
    const state = applyEvent(asked.state, line, line.at);
    const now = questionOf(state);
    const isNew = now !== undefined && now !== before;
    asked = {
      state,
      times: asked.times + (isNew ? 1 : 0),
      since: isNew ? line.at : now === undefined ? undefined : asked.since,
    };
    before = now;
  }
  return asked;
};

const questionOf = (state: SubmissionState): string | undefined => {
  if (!asksPerson(state)) return undefined;
  if (!asksByState(state)) return "left-main";
  return isStopped(state.kind) ? "stopped" : state.kind;
};
