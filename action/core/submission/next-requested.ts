import type { TaskSeen, Verdict } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import { neverBegunText, stepsWithoutTask } from "./joins.ts";
import { type Decision, nothing, type Observation, write } from "./observation.ts";
import { hasEnded } from "./panda-answer.ts";
import { dated, hasPassed, type PandaDate, type SubmissionState } from "./state.ts";
import { isSuccess } from "./states.ts";
import { isOverdue, withSince } from "./unassigned.ts";
import { coarse, verdictOf } from "./verdict.ts";
import { knownRequests } from "./watch.ts";

/** Statuses of a request at iDDS after which it makes no more tasks (idds/common/constants.py, RequestStatus). */
const endedRequest = ["Finished", "SubFinished", "Failed", "Cancelled", "Expired"];

/** Whether iDDS says that it makes no more tasks of the request. */
export const isOverAtIdds = (requestStatus: string | undefined): boolean =>
  requestStatus !== undefined && endedRequest.includes(requestStatus);

/** Whether all tasks that came have ended well and a step has none: it comes soon, or iDDS gave the step up (SAFETY S11). */
const lacksStep = (state: AtIdds, tasks: readonly TaskSeen[]): boolean =>
  tasks.length > 0 &&
  tasks.every(({ status }) => status === "done" || status === "finished") &&
  verdictOf(tasks, state.intent) === "running";

type AtIdds = Extract<SubmissionState, { readonly request: number }>;

/**
 * The request whose status iDDS is asked for, once a step has had no task for longer than usual; under a withdrawal,
 * once nothing of it lives and a step has none: then iDDS may say at once that none comes. Else `undefined`.
 */
export const requestToAsk = (state: AtIdds, tasks: readonly TaskSeen[], pandaDate: PandaDate): number | undefined => {
  // 0: iDDS knows no request.
  if (state.request === 0) return undefined;
  if (state.past.withdrawal !== undefined)
    return tasks.length < state.intent.steps.length && tasks.every(({ status }) => hasEnded(status))
      ? state.request
      : undefined;
  if (state.kind !== "running") return undefined;
  const isQuiet = coarse(state.tasks) === coarse(tasks) && hasPassed(state.seenOn, pandaDate, times.withoutNextTask);
  const isDoomed = stepsWithoutTask(state.intent, tasks, state.past.lost).length > 0;
  return (isQuiet || isDoomed) && lacksStep(state, tasks) ? state.request : undefined;
};

/** Why its step will have no task, by the status that iDDS gives for its request; `undefined`: it may still come. */
const givenUp = (
  state: AtIdds,
  { tasks, pandaDate, requestStatus }: Extract<Observation, { readonly kind: "tasks" }>,
): string | undefined => {
  const request = state.past.withdrawal === undefined ? requestToAsk(state, tasks, pandaDate) : undefined;
  if (request === undefined || !isOverAtIdds(requestStatus)) return undefined;
  const missing = state.intent.steps.filter((step) => !tasks.some((task) => task.step === step));
  const doomed = neverBegunText(state.intent, tasks, state.past.lost);
  if (doomed !== undefined) return `${doomed} (request ${request} is ${requestStatus})`;
  const these = missing.length === 1 ? "this step" : "these steps";
  return `iDDS gave up ${missing.join(", ")}: request ${request} is ${requestStatus}, and no task of ${these} came`;
};

/** iDDS is not asked again about what it gave up, until something of it moves. */
const staysGivenUp = (state: AtIdds, tasks: readonly TaskSeen[]): boolean =>
  state.kind === "stalled" && coarse(state.tasks) === coarse(tasks) && lacksStep(state, tasks);

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
  // Its names stay taken, whatever else of it runs.
  if (state.kind === "broken") return "broken";
  if (tasks.length > 0) return verdictOf(tasks, state.intent);
  return hasPassed(state.submittedOn, pandaDate, times.silence) ? "stalled" : undefined;
};

const endOfWatch = (state: RequestedState, pandaDate: PandaDate): Decision => {
  const isOfSuccess = (state.kind === "done" || state.kind === "completed-partially") && state.watching;
  return isOfSuccess && hasPassed(state.submittedOn, pandaDate, times.watch)
    ? write({ event: "watched" })
    : beginWindows(state, pandaDate);
};
