import { nextNumber, type State, type Task, type TaskJob } from "../state.ts";
import { inputFiles } from "./datasets.ts";
import { noCodes } from "./job-codes.ts";
import { type Cut, type CutJob, cutIntoJobs, type Rows, reusedAgain } from "./job-cutting.ts";
import { executionShape } from "./task-shape.ts";

/** Jobs for the input no job of this task has yet: all of it at first, what came later after a retry. */
export const splitNewInput = (state: State, task: Task): Cut =>
  cutIntoJobs(executionShape(task.params), rowsIn(state), {
    jobs: task.jobs.length,
    serial: lastSerial(task.jobs),
    used: new Set(task.jobs.flatMap(({ files }) => files["IN"] ?? [])),
  });

const rowsIn =
  (state: State): Rows =>
  (input, dataset) =>
    inputFiles(state, { ...input, dataset });

/** Of a task of more jobs JEDI makes ten first (PANDA J21). */
export const scoutsOf = ({ jobs }: Pick<Task, "jobs">): readonly TaskJob[] => jobs.slice(0, 10);

const lastSerial = (jobs: readonly TaskJob[]): number => Math.max(0, ...jobs.map(({ serial }) => serial));

/** Jobs of a task that are made again at one time, changed as the caller says. */
export const taskMadeAgain = (
  state: State,
  task: Task,
  isMadeAgain: (job: TaskJob) => boolean,
  change: (job: TaskJob) => TaskJob,
): readonly TaskJob[] =>
  madeAgain(task.jobs, isMadeAgain, change, reusedAgain(executionShape(task.params), rowsIn(state)));

/** Outputs get numbers that none had, and pools begin anew (PANDA J2, PANDA J15). */
export const madeAgain = (
  jobs: readonly TaskJob[],
  isMadeAgain: (job: TaskJob) => boolean,
  change: (job: TaskJob) => TaskJob,
  reused: () => TaskJob["files"],
): readonly TaskJob[] => {
  let serial = lastSerial(jobs);
  return jobs.map((job) =>
    isMadeAgain(job) ? { ...change(job), serial: ++serial, files: { ...job.files, ...reused() } } : job,
  );
};

/** `number` is the job's place among those of its task, over all retries. */
export const newJob = (state: State, number: number, { serial, seed, files, firstEvent }: CutJob): TaskJob => ({
  ...(firstEvent === undefined ? {} : { firstEvent }),
  pandaId: nextNumber(state, "nextJob"),
  number,
  serial,
  seed: seed ?? null,
  files,
  status: "activated",
  attempts: 0,
  codes: noCodes,
  used: null,
});
