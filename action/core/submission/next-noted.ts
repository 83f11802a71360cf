import { isNewOfInput } from "../ledger/declared.ts";
import { isKeepDue, keepTerms, keptIn } from "../ledger/keeping.ts";
import { canonicalJson } from "../text/canonical-json.ts";
import { asksToDescribe, isNewArrival, wasWhole } from "./arriving.ts";
import { type Decision, type Noted, nothing, write } from "./observation.ts";
import type { SubmissionState } from "./state.ts";
import { isFinal } from "./states.ts";

/** What leaves the state where it is: each is written once, and only where it is news. */
// oxlint-disable-next-line max-lines-per-function -- one entry an observation, and the compiler asks for each
export const nextNoted = (state: SubmissionState, seen: Noted): Decision => {
  if (!("past" in state)) return nothing;
  const { pendingCommands, queued, declared } = state.past;
  switch (seen.kind) {
    case "queued": {
      const isOpen = state.kind === "intended" || state.kind === "checked";
      const isNews = queued === undefined || canonicalJson(queued) !== canonicalJson(seen.why);
      return isOpen && isNews ? write({ event: "queued", ...seen.why }) : nothing;
    }
    case "expiry-refused":
      return state.past.expiring.some(({ id }) => id === seen.id)
        ? write({ event: "command-rejected", id: seen.id, reason: seen.reason })
        : nothing;
    case "command-done":
      return pendingCommands.some(({ id }) => id === seen.id) ? write({ event: "completed", id: seen.id }) : nothing;
    case "declaration-told":
      return declared.some(({ id, saidOn }) => id === seen.id && saidOn === undefined)
        ? write({ event: "declared", id: seen.id, saidOn: seen.saidOn })
        : nothing;
    case "input-declared": {
      const { kind: _, ...declaration } = seen;
      return !isFinal(state.kind) && isNewOfInput(state.past.inputsDeclared, declaration)
        ? write({ event: "input-declared", ...declaration })
        : nothing;
    }
    case "read-by": {
      const isNews = !isFinal(state.kind) && !state.past.readers.includes(`${seen.tag}@${seen.version}`);
      return isNews ? write({ event: "read-by", tag: seen.tag, version: seen.version }) : nothing;
    }
    case "order-due":
      return pendingCommands.length > 0 ? write({ event: "commanding", ...seen.order }) : nothing;
    case "order-refused": {
      if (!("request" in state)) return nothing;
      const { verb, task, command } = seen.order;
      return write({
        event: "order-refused",
        verb,
        task,
        ...(command === undefined ? {} : { command }),
        reason: seen.reason,
      });
    }
    case "arrived":
    case "described":
      return nextOfOutputs(state, seen);
    case "keep-asked":
    case "kept":
    case "ending":
    case "expired":
      return nextOfKeeping(state, seen);
    case "recorded":
      return "request" in state ? write({ event: "recorded", steps: seen.steps }) : nothing;
  }
};

/** Only what is news is written: what was said last, and rules while some were wanted. */
const nextOfKeeping = (
  state: Extract<SubmissionState, { readonly past: unknown }>,
  seen: Extract<Noted, { readonly kind: "keep-asked" | "kept" | "ending" | "expired" }>,
): Decision => {
  if (seen.kind === "ending" || seen.kind === "expired") {
    const { kind, id, dids } = seen;
    const isDue = state.past.expiring.some((one) => one.id === id);
    const isNews = kind === "expired" || !state.past.ending.some((one) => one.id === id);
    return isDue && isNews ? write({ event: kind, id, dids }) : nothing;
  }
  if (seen.kind === "kept") return isKeepDue(state) ? write({ event: "kept", ...keptIn(seen) }) : nothing;
  const { keep, owner } = seen;
  const before = keepTerms(state);
  // What was intended where nobody keeps data has no rules, and gets none later.
  return before === undefined || (before.keep === keep && before.owner === owner)
    ? nothing
    : write({ event: "keep-asked", keep, owner });
};

const nextOfOutputs = (
  state: SubmissionState,
  seen: Extract<Noted, { readonly kind: "arrived" | "described" }>,
): Decision => {
  if (seen.kind === "arrived") {
    const { kind: _, pandaDate, ...seenNow } = seen;
    const arrival = { ...seenNow, ...wasWhole(state, seenNow) };
    return isNewArrival(state, arrival, pandaDate) ? write({ event: "arrived", ...arrival }) : nothing;
  }
  const { kind: _, ...described } = seen;
  return asksToDescribe(state) ? write({ event: "described", ...described }) : nothing;
};
