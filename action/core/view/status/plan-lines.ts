import type { SubmissionEvent, SubmissionKey } from "../../ledger/event.ts";
import { plannedEvents } from "../../pass/planned.ts";
import type { PassPlan } from "../../pass/planning/plan-pass.ts";
import type { View } from "../../pass/view.ts";
import { isLive } from "../../submission/states.ts";
import { describeState } from "./state-text.ts";

/** What a pass would do, line by line: what it writes, sends and submits; then what is under way and stays so. */
export const planLines = ({ planned, trialsRefused, orders, submits }: PassPlan, before: View): readonly string[] => {
  const events = plannedEvents(planned);
  const touched = new Set([...events.map(([key]) => key), ...submits]);
  const standing = [...before.states].filter(([key, state]) => isLive(state) && !touched.has(key));
  return [
    ...events.map(([key, event]) => eventLine(key, event, !before.states.has(key) && !planned.loaded.has(key))),
    ...trialsRefused.map(({ pullRequest, reason }) => `pull request #${pullRequest}: no trial, ${reason}`),
    ...orders.map(({ key, order }) => `${key}: order ${order.verb} of task ${order.task}`),
    ...submits.map((key) => `${key}: submit`),
    ...standing.map(([key, state]) => `${key}: ${state.kind}, ${describeState(state)}`),
  ];
};

/** `isNew`: the ledger did not know the submission when the pass began. */
export const eventLine = (key: SubmissionKey, event: SubmissionEvent, isNew: boolean): string => {
  const reason = "reason" in event && event.reason !== undefined ? `, ${event.reason}` : "";
  return `${key}: ${isNew ? "enter as " : ""}${event.event}${reason}`;
};
