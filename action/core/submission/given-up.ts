import type { TaskSeen } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import type { Observation } from "./observation.ts";
import { hasEnded } from "./orders.ts";
import { hasPassed, type PandaDate } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";
import { coarse, verdictOf } from "./verdict.ts";

/** Statuses of a request at iDDS after which it makes no more tasks (idds/common/constants.py, RequestStatus). */
const endedRequest = ["Finished", "SubFinished", "Failed", "Cancelled", "Expired"];

/** Whether iDDS says that it makes no more tasks of the request. */
export const isOverAtIdds = (requestStatus: string | undefined): boolean =>
  requestStatus !== undefined && endedRequest.includes(requestStatus);

/** Whether all tasks that came have ended well and a step has none: it comes soon, or iDDS gave the step up (SAFETY S11). */
const lacksStep = (state: AtIdds, tasks: readonly TaskSeen[]): boolean =>
  tasks.length > 0 &&
  tasks.every(({ status }) => status === "done" || status === "finished") &&
  verdictOf(tasks, state.intent.steps.length, state.intent.accept) === "running";

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
  return isQuiet && lacksStep(state, tasks) ? state.request : undefined;
};

/** Why its step will have no task, by the status that iDDS gives for its request; `undefined`: it may still come. */
export const givenUp = (
  state: AtIdds,
  { tasks, pandaDate, requestStatus }: Extract<Observation, { readonly kind: "tasks" }>,
): string | undefined => {
  const request = state.past.withdrawal === undefined ? requestToAsk(state, tasks, pandaDate) : undefined;
  if (request === undefined || !isOverAtIdds(requestStatus)) return undefined;
  const missing = state.intent.steps.filter((step) => !tasks.some((task) => task.step === step));
  const these = missing.length === 1 ? "this step" : "these steps";
  return `iDDS gave up ${missing.join(", ")}: request ${request} is ${requestStatus}, and no task of ${these} came`;
};

/** iDDS is not asked again about what it gave up, until something of it moves. */
export const staysGivenUp = (state: AtIdds, tasks: readonly TaskSeen[]): boolean =>
  state.kind === "stalled" && coarse(state.tasks) === coarse(tasks) && lacksStep(state, tasks);
