import { canonicalJson } from "../text/canonical-json.ts";
import { type Decision, nothing, write } from "./decision.ts";
import { givenCommands } from "./given-commands.ts";
import type { Noted } from "./observation.ts";
import type { SubmissionState } from "./state.ts";

/** What leaves the state where it is: each is written once, and only where it is news. */
export const nextNoted = (state: SubmissionState, seen: Noted): Decision => {
  if (!("past" in state)) return nothing;
  const { pendingCommands, queued } = state.past;
  switch (seen.kind) {
    case "queued": {
      const isOpen = state.kind === "intended" || state.kind === "checked";
      const isNews = queued === undefined || canonicalJson(queued) !== canonicalJson(seen.why);
      return isOpen && isNews ? write({ event: "queued", ...seen.why }) : nothing;
    }
    case "command-unconfirmed":
      return givenCommands(state).some(({ id }) => id === seen.id)
        ? write({ event: "command-rejected", id: seen.id, reason: seen.reason })
        : nothing;
    case "command-done":
      return pendingCommands.some(({ id }) => id === seen.id) ? write({ event: "completed", id: seen.id }) : nothing;
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
    case "recorded":
      return "request" in state ? write({ event: "recorded", steps: seen.steps }) : nothing;
  }
};
