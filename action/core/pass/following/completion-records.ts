import { recordOf, unknownOf, type WhichJobs } from "../../ledger/completion.ts";
import type { SubmissionEvent, TaskSeen, Verdict } from "../../ledger/event.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { Failure } from "../../problems/failure.ts";
import { applyEvent } from "../../submission/fold.ts";
import { next } from "../../submission/next.ts";
import type { Observation } from "../../submission/observation.ts";
import { isTaskOver } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import type { Planning } from "../planned.ts";

/** Files of a task, up to which all its jobs are read; each comes with all it read and wrote. */
const maxFileCount = 2000;

/**
 * The observations behind which one that a look ended has its completion record, in the same commit. One that failed
 * has a record of the tasks that are over at once: tasks behind the failed one never begin, and people ask why.
 */
export function* withRecord(
  { context }: Planning,
  state: SubmissionState,
  seen: Observation,
): Asking<readonly SubmissionEvent[]> {
  const { events } = next(state, seen, context);
  const tasks = recordedTasks(state, events);
  if (tasks === undefined) return events;
  const steps: StepCompletion[] = [];
  // One answer at a time: that of a large task fills memory.
  for (const task of tasks) steps.push(yield* readRecord(task));
  let now = state;
  return events.flatMap((event) => {
    now = applyEvent(now, event, "");
    return recordedTasks(state, [event]) === undefined
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

/** Nobody ordered it, so its jobs say what is wrong. */
const failures: readonly Verdict[] = ["failed", "broken", "exhausted"];

/** Its tasks, where these events say that it ended and the last of them has, or that it failed and was not so before. */
export const recordedTasks = (
  before: SubmissionState,
  events: readonly SubmissionEvent[],
): readonly TaskSeen[] | undefined =>
  events.flatMap((event) => {
    if (event.event !== "seen" || !endings.includes(event.verdict)) return [];
    const isNewFailure = failures.includes(event.verdict) && before.kind !== event.verdict;
    return isNewFailure || event.tasks.every(isTaskOver) ? [event.tasks] : [];
  })[0];

/** Told as not known where PanDA cannot be asked: how it ended does not wait for that. */
function* readRecord(task: TaskSeen): Asking<StepCompletion> {
  if (!isTaskOver(task)) return unknownOf(task, "it had not ended");
  const which: WhichJobs = task.files > maxFileCount ? "unsuccessful" : "all";
  const jobs = yield* orFailed(ask({ ask: "jobs", task: task.id, which }));
  return jobs instanceof Failure ? unknownOf(task, jobs.message) : recordOf(task, jobs, which);
}
