import type { SubmissionEvent } from "../ledger/event.ts";
import { applyEvent } from "./fold.ts";
import { next } from "./next.ts";
import type { Context, Observation } from "./observation.ts";
import type { SubmissionState } from "./state.ts";

/** Several observations of one submission, one behind the other: each is decided on what those before it made of the state. */
export const decideAll = (
  state: SubmissionState,
  seen: readonly Observation[],
  context: Context,
): { readonly state: SubmissionState; readonly events: readonly SubmissionEvent[] } => {
  const events: SubmissionEvent[] = [];
  let now = state;
  for (const one of seen)
    for (const event of next(now, one, context).events) {
      events.push(event);
      now = applyEvent(now, event, "");
    }
  return { state: now, events };
};
