import type { TaskSeen, Verdict } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import { type Decision, nothing, write } from "./decision.ts";
import { givenUp, staysGivenUp } from "./given-up.ts";
import type { Observation } from "./observation.ts";
import { dated, hasPassed, type PandaDate } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";
import { isSuccess } from "./states.ts";
import { isOverdue, withSince } from "./unassigned.ts";
import { coarse, verdictOf } from "./verdict.ts";
import { knownRequests } from "./watch.ts";

export type RequestedState = Extract<SubmissionState, { readonly request: number }>;

/** From a known request on, the tasks decide. Only transitions and coarse progress are written. */
export const nextRequested = (state: RequestedState, seen: Observation): Decision => {
  if (seen.kind === "second-effect") {
    const { reason, effects, tasks } = seen;
    return isStillWatched(state) ? write({ event: "duplicate-suspected", reason, effects, tasks }) : nothing;
  }
  if (seen.kind !== "tasks") return nothing;
  const reason = givenUp(state, seen);
  const verdict = reason === undefined ? verdictNow(state, seen.tasks, seen.pandaDate) : "stalled";
  if (verdict === undefined) return beginWindows(state, seen.pandaDate);
  const before = "tasks" in state ? state.tasks : [];
  const again = begunAgain(before, seen.tasks).length > 0;
  const { pandaDate } = seen;
  const seenOn = "seenOn" in state ? state.seenOn : undefined;
  const tasks = verdict === "running" ? withSince(before, seen.tasks, { seenOn, pandaDate }) : seen.tasks;
  const overdue = verdict === "running" && isOverdue(tasks, state.intent.noSiteAfter, pandaDate);
  const wasOverdue = state.kind === "running" && state.overdue === true;
  if (isSuccess(state.kind) && (!isSuccess(verdict) || again))
    return seen.tasks.length < before.length ? endOfWatch(state, seen.pandaDate) : ranAgain(state, before, seen.tasks);
  if (verdict === state.kind && !again && overdue === wasOverdue && coarse(before) === coarse(tasks))
    return endOfWatch(state, pandaDate);
  return write({
    event: "seen",
    verdict,
    ...(overdue ? { overdue } : {}),
    tasks,
    ...dated(seen),
    ...(reason === undefined ? {} : { reason }),
  });
};

/** PanDA had given no date when the last event was written: the windows are counted from this date on. */
const beginWindows = (state: RequestedState, pandaDate: PandaDate): Decision => {
  const isUndated = state.submittedOn === undefined || ("tasks" in state && state.seenOn === undefined);
  return pandaDate !== undefined && isUndated ? write({ event: "looked", pandaDate }) : nothing;
};

/** The watch for a second effect has an end. */
const isStillWatched = (state: RequestedState): boolean => !("watching" in state) || state.watching;

/** JEDI counts how often it began a task. */
const begunAgain = (before: readonly TaskSeen[], now: readonly TaskSeen[]): readonly TaskSeen[] =>
  now.filter(({ id, attemptNr }) => {
    const known = before.find((task) => task.id === id)?.attemptNr;
    return known !== undefined && attemptNr !== undefined && attemptNr > known;
  });

/** Success does not end: a task that left it was executed again (SAFETY rule 6, S3). Tasks PanDA does not list any more did nothing. */
const ranAgain = (state: RequestedState, before: readonly TaskSeen[], now: readonly TaskSeen[]): Decision => {
  const begun = begunAgain(before, now);
  const changed = now.filter(
    (one) => begun.includes(one) || !before.some(({ id, status }) => id === one.id && status === one.status),
  );
  const named = changed.map(({ step, id, status }) => `${step} (task ${id}) is ${status}`).join(", ");
  const effects = { requests: knownRequests(state), tasks: now.map(({ id }) => id) };
  return write({ event: "duplicate-suspected", reason: `it had succeeded, and now ${named}`, effects, tasks: now });
};

const verdictNow = (state: RequestedState, tasks: readonly TaskSeen[], pandaDate: PandaDate): Verdict | undefined => {
  if (staysGivenUp(state, tasks)) return "stalled";
  if (tasks.length > 0) return verdictOf(tasks, state.intent.steps.length, state.intent.accept);
  return hasPassed(state.submittedOn, pandaDate, times.silence) ? "stalled" : undefined;
};

const endOfWatch = (state: RequestedState, pandaDate: PandaDate): Decision => {
  const isOfSuccess = (state.kind === "done" || state.kind === "completed-partially") && state.watching;
  return isOfSuccess && hasPassed(state.submittedOn, pandaDate, times.watch)
    ? write({ event: "watched" })
    : beginWindows(state, pandaDate);
};
