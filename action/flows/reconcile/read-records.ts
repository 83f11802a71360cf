import { recordOf, unknownOf, type WhichJobs } from "../../core/ledger/completion.ts";
import type { StepCompletion, SubmissionEvent, SubmissionKey, TaskSeen, Verdict } from "../../core/ledger/event.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { next } from "../../core/submission/next.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { hasEnded } from "../../core/submission/orders.ts";
import type { Pass } from "./pass.ts";

/** Files of a task, up to which all its jobs are read; each comes with all it read and wrote. */
const maxFileCount = 2000;

/** The completion records of those that this look ends, read before the commit that says so. */
export const readRecords = async (
  pass: Pass,
  view: View,
  seen: ReadonlyMap<SubmissionKey, Observation>,
): Promise<ReadonlyMap<SubmissionKey, Observation>> => {
  const ended = [...seen].flatMap(([key, observation]) => {
    const tasks = endedTasks(next(stateIn(view, key), observation, pass.context).events);
    return tasks === undefined ? [] : [{ key, tasks }];
  });
  const records = await pass.each(ended, async ({ key, tasks }) => {
    const steps: StepCompletion[] = [];
    // One answer at a time: that of a large task fills memory.
    for (const task of tasks) steps.push(await readRecord(pass, task));
    return [key, { kind: "recorded", steps }] as const;
  });
  return new Map(records);
};

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
const readRecord = async ({ ports }: Pass, task: TaskSeen): Promise<StepCompletion> => {
  const which: WhichJobs = task.files > maxFileCount ? "unsuccessful" : "all";
  const jobs = await orFailure(() => ports.watch.jobsOf(task.id, which));
  return jobs instanceof Failure ? unknownOf(task, jobs.message) : recordOf(task, jobs, which);
};
