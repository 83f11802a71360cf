import { times } from "../times/times.ts";
import { eventOfCall, eventOfCheck, noCall } from "./answer-event.ts";
import { type Context, type Decision, nothing, type Sight, write } from "./observation.ts";
import { dated, type InDoubt, type PandaDate } from "./state.ts";

const automaticAttempts = 2;

/**
 * Doubt ends by evidence, never by a clock alone. The window is counted from the first healthy look by PanDA's own
 * clock; after it, two healthy looks half an hour apart must find nothing. What is found is adopted at any time.
 */
export const nextInDoubt = (state: InDoubt, seen: Sight, { owner }: Context): Decision => {
  const mine = state.owner.nonce === owner.nonce;
  switch (seen.kind) {
    // Another process took ours for dead while its call was under way: what the call answered is better than doubt.
    case "check-answered":
      return mine &&
        state.from === "checking" &&
        !(seen.answer.kind === "unanswered" && seen.answer.arrived === "maybe")
        ? write(eventOfCheck(seen.answer))
        : nothing;
    case "call-answered":
      return mine && state.from === "submitting" && seen.answer.kind !== "unanswered"
        ? write(eventOfCall(seen.answer))
        : nothing;
    case "too-late":
      return mine ? write(noCall) : nothing;
    case "ours":
      return write({ event: "submitted", request: seen.request, evidence: "found", ...dated(seen) });
    case "foreign":
      return write({ event: "conflict", reason: seen.reason });
    case "all-absent":
      return state.arrived === "no"
        ? secondAttempt(state, "PanDA never received the request")
        : afterWindow(state, seen.pandaDate);
    case "new-intent":
    case "not-to-submit":
    case "inputs-missing":
    case "upstream-lost":
    case "not-allowed":
    case "ready":
    case "identity-changed":
    case "tag-conflict":
    case "tag-refused":
    case "orphaned":
    case "tasks":
    case "second-effect":
      return nothing;
  }
};

const afterWindow = (state: InDoubt, pandaDate: PandaDate): Decision => {
  if (pandaDate === undefined) return nothing;
  const now = Date.parse(pandaDate);
  const [first] = state.looks;
  const looked = write({ event: "looked", pandaDate });
  if (first === undefined) return looked;
  const over = Date.parse(first) + times.doubt.milliseconds;
  if (now < over) return nothing;
  const after = state.looks.find((look) => Date.parse(look) >= over);
  if (after === undefined) return looked;
  if (now < Date.parse(after) + times.betweenLooks.milliseconds) return nothing;
  return secondAttempt(state, "no request appeared at PanDA within six hours, nor in two complete queries after that");
};

/** One automatic attempt more, and none for official data: a person decides the rest. */
const secondAttempt = (state: InDoubt, reason: string): Decision => {
  if (state.intent.outDS.startsWith("group"))
    return write({ event: "needs-person", reason: `${reason}; official data are never resubmitted automatically` });
  if (state.attempt >= automaticAttempts)
    return write({ event: "needs-person", reason: `${reason}; it was tried ${state.attempt} times` });
  return write({ event: "again", attempt: state.attempt + 1, reason });
};
