import { recordOf, unknownOf, type WhichJobs } from "../../ledger/completion.ts";
import type { SubmissionEvent, TaskSeen, Verdict } from "../../ledger/event.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { Failure } from "../../problems/failure.ts";
import { applyEvent } from "../../submission/fold.ts";
import { next } from "../../submission/next.ts";
import type { Observation } from "../../submission/observation.ts";
import { hasEnded } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import type { Planning } from "../planned.ts";

/** Files of a task, up to which all its jobs are read; each comes with all it read and wrote. */
const maxFileCount = 2000;

/** The observations behind which one that a look ended has its completion record, in the same commit. */
export function* withRecord(
  { context }: Planning,
  state: SubmissionState,
  seen: Observation,
): Asking<readonly SubmissionEvent[]> {
  const { events } = next(state, seen, context);
  const tasks = endedTasks(events);
  if (tasks === undefined) return events;
  const steps: StepCompletion[] = [];
  // One answer at a time: that of a large task fills memory.
  for (const task of tasks) steps.push(yield* readRecord(task));
  let now = state;
  return events.flatMap((event) => {
    now = applyEvent(now, event, "");
    return endedTasks([event]) === undefined
      ? [event]
      : [event, ...next(now, { kind: "recorded", steps }, context).events];
  });
}

const endings: readonly Verdict[] = [
  "done",
  "completed-partially",
  "incomplete",
  "failed",
  "aborted",
  "broken",
  "exhausted",
];

/** Its tasks, where these events say that it ended and the last of them has. */
export const endedTasks = (events: readonly SubmissionEvent[]): readonly TaskSeen[] | undefined =>
  events.flatMap((event) =>
    event.event === "seen" && endings.includes(event.verdict) && event.tasks.every(isTaskOver) ? [event.tasks] : [],
  )[0];

/** One that used up its attempts runs nothing. */
const isTaskOver = ({ status }: TaskSeen): boolean => hasEnded(status) || status === "exhausted";

/** Told as not known where PanDA cannot be asked: how it ended does not wait for that. */
function* readRecord(task: TaskSeen): Asking<StepCompletion> {
  const which: WhichJobs = task.files > maxFileCount ? "unsuccessful" : "all";
  const jobs = yield* orFailed(ask({ ask: "jobs", task: task.id, which }));
  return jobs instanceof Failure ? unknownOf(task, jobs.message) : recordOf(task, jobs, which);
}
