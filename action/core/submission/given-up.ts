import type { TaskSeen } from "../ledger/event.ts";
import type { Observation } from "./observation.ts";
import { hasPassed, type PandaDate } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";
import { coarse, verdictOf } from "./verdict.ts";

/** Milliseconds by PanDA's clock. iDDS and JEDI make the next step's task within minutes; after this iDDS is asked. */
export const usualWait = 3_600_000;

/** Statuses of a request at iDDS behind which it makes no more tasks (idds/common/constants.py, RequestStatus). */
const endedRequest = ["Finished", "SubFinished", "Failed", "Cancelled", "Expired"];

/** Whether all tasks that came have ended well and a step has none: it comes soon, or iDDS gave the step up (SAFETY S11). */
const lacksStep = (state: AtIdds, tasks: readonly TaskSeen[]): boolean =>
  tasks.length > 0 &&
  tasks.every(({ status }) => status === "done" || status === "finished") &&
  verdictOf(tasks, state.intent.steps.length, state.intent.accept) === "running";

type AtIdds = Extract<SubmissionState, { readonly request: number }>;

/** The request whose status iDDS is asked for, once a step has had no task for longer than usual; else `undefined`. */
export const requestToAsk = (state: AtIdds, tasks: readonly TaskSeen[], pandaDate: PandaDate): number | undefined => {
  // 0: iDDS knows no request; a withdrawal ends without its word.
  if (state.kind !== "running" || state.request === 0 || state.past.withdrawal !== undefined) return undefined;
  const isQuiet = coarse(state.tasks) === coarse(tasks) && hasPassed(state.seenOn, pandaDate, usualWait);
  return isQuiet && lacksStep(state, tasks) ? state.request : undefined;
};

/** Why its step will have no task, by the status that iDDS tells of its request; `undefined`: it may still come. */
export const givenUp = (
  state: AtIdds,
  { tasks, pandaDate, requestStatus }: Extract<Observation, { readonly kind: "tasks" }>,
): string | undefined => {
  const request = requestToAsk(state, tasks, pandaDate);
  if (request === undefined || requestStatus === undefined || !endedRequest.includes(requestStatus)) return undefined;
  const missing = state.intent.steps.filter((step) => !tasks.some((task) => task.step === step));
  const these = missing.length === 1 ? "this step" : "these steps";
  return `iDDS gave up ${missing.join(", ")}: request ${request} is ${requestStatus}, and no task of ${these} came`;
};

/** iDDS is not asked again about what it gave up, until something of it moves. */
export const staysGivenUp = (state: AtIdds, tasks: readonly TaskSeen[]): boolean =>
  state.kind === "stalled" && coarse(state.tasks) === coarse(tasks) && lacksStep(state, tasks);
