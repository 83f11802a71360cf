import type { SubmissionEvent, TaskSeen } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import { type Decision, write } from "./decision.ts";
import { isOverAtIdds } from "./given-up.ts";
import type { Observation } from "./observation.ts";
import { hasEnded } from "./orders.ts";
import { hasPassed } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";
import { withdrawnFrom } from "./withdrawn.ts";

/**
 * A withdrawal under way bends what would be done: nothing is sent any more, and the matter ends when PanDA says that
 * nothing of it lives. Everything else is decided as without it.
 */
export const bendToWithdrawal = (state: SubmissionState, seen: Observation, decision: Decision): Decision => {
  if (!("past" in state) || state.past.withdrawal === undefined) return decision;
  const withdrawn = withdrawnFrom(state, state.past.withdrawal.data);
  if (decision.events.some(isSending) || decision.action.kind === "check" || decision.action.kind === "submit")
    return write(withdrawn);
  const last = decision.events.at(-1)?.event;
  // Its tasks are killed like those of a known request, and only then it ends.
  if (last === "conflict" && seen.kind === "foreign" && seen.ours)
    return write({ event: "submitted", request: 0, evidence: "found" });
  if (ends.some((event) => event === last) || nothingLives(state, seen, decision))
    return write(...decision.events, withdrawn);
  return decision;
};

/** No call of this attempt follows these. */
const ends: readonly SubmissionEvent["event"][] = ["rejected", "conflict", "checked", "not-sent"];

const isSending = ({ event }: SubmissionEvent): boolean =>
  event === "again" || event === "needs-person" || event === "submitting" || event === "checking";

const nothingLives = (state: SubmissionState, seen: Observation, { events }: Decision): boolean => {
  if (seen.kind !== "tasks" || !("request" in state)) return false;
  const { tasks, pandaDate, requestStatus } = seen;
  if (!tasks.every(({ status }: TaskSeen) => hasEnded(status))) return false;
  const { retried } = state.past.withdrawal ?? {};
  if (retried !== undefined && !hasPassed(retried, pandaDate, times.orderEffect)) return false;
  if (tasks.length >= state.intent.steps.length) return true;
  // JEDI may hide a task for minutes that iDDS has just made (PANDA P24).
  const isSettled = tasks.length > 0 || hasPassed(state.submittedOn, pandaDate, times.afterKill);
  if (isOverAtIdds(requestStatus) && isSettled) return true;
  // What is news in this very look has not been quiet: the next step's task may be on its way.
  if (tasks.length > 0 && events.length > 0) return false;
  if (tasks.length === 0) return hasPassed(state.submittedOn, pandaDate, times.silence);
  return "seenOn" in state && hasPassed(state.seenOn, pandaDate, times.afterKill);
};
