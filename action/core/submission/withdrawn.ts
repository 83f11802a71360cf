import type { SubmissionEvent, TaskSeen } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import { isOverAtIdds } from "./next-requested.ts";
import { type Decision, nothing, type Observation, type Sight, write } from "./observation.ts";
import { hasEnded } from "./panda-answer.ts";
import { dated, hasPassed, type Past, type SubmissionState } from "./state.ts";

/** A checked submission may act late, even after an answer (SAFETY S1, S2), so it is watched. A known request was followed to its end. */
export const withdrawnFrom = (
  state: Extract<SubmissionState, { readonly past: unknown }>,
  data: "keep" | "drop",
  reason?: string,
): SubmissionEvent => ({
  event: "withdrawn",
  data,
  ...(reason === undefined ? {} : { reason }),
  ...(state.past.isBound && !("request" in state) ? { watch: true } : {}),
});

/**
 * What appears of it within fourteen days of PanDA is followed again: it is killed where a person gave it up, and asked
 * about where main did.
 */
export const nextWithdrawn = (
  state: Extract<SubmissionState, { readonly kind: "withdrawn" }>,
  seen: Sight,
): Decision => {
  if (!state.watching) return nothing;
  if (seen.kind !== "ours" && seen.kind !== "foreign" && seen.kind !== "all-absent") return nothing;
  if (seen.kind === "ours") return followed(state, { request: seen.request, ...dated(seen) });
  if (seen.kind === "foreign" && seen.ours) return followed(state, { request: 0 });
  const { pandaDate } = seen;
  if (hasPassed(state.watchedSince, pandaDate, times.watch)) return write({ event: "watched" });
  return state.watchedSince === undefined && pandaDate !== undefined ? write({ event: "looked", pandaDate }) : nothing;
};

const followed = (
  { past }: { readonly past: Past },
  known: { readonly request: number; readonly pandaDate?: string },
): Decision =>
  write(
    { event: "submitted", ...known, evidence: "found" },
    ...(past.withdrawal === undefined
      ? [{ event: "left-main", reason: "a late call submitted it after main had dropped it" } as const]
      : []),
  );

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
