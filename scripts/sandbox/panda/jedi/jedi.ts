import { listOf, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { nextNumber, now, type Task, type TaskJob } from "../state.ts";
import { datasetExists, inputFiles } from "./datasets.ts";
import { newJob, scoutsOf, splitNewInput, taskMadeAgain } from "./job-list.ts";
import { changeTask, fileCounts, isTerminal, namesakes, taskName } from "./task-records.ts";
import { executionShape } from "./task-shape.ts";

/** Who makes a dataset: the task whose output it is, newest. */
export type Producers = ReadonlyMap<string, number>;

export const findProducers = (tasks: readonly Task[]): Producers =>
  new Map(
    tasks.flatMap((task) => executionShape(task.params).outputs.map(({ dataset }) => [dataset, task.id] as const)),
  );

/** One step of the status machine (PANDA P23); jobs are started elsewhere. */
export const stepTask = (sandbox: Sandbox, producers: Producers, task: Task): void => {
  const { state } = sandbox;
  const become = (status: Task["status"], change: Partial<Task> = {}): void => {
    changeTask(state, task.id, { status, ...change });
  };
  switch (task.status) {
    case "registered":
      return registered(sandbox, task);
    case "defined":
    case "pending":
    case "assigning":
      return prepare(sandbox, producers, task);
    case "ready":
      return start(sandbox, task);
    case "scouting":
      return scout(task, become);
    case "running":
      if (task.jobs.every(({ status }) => status !== "activated" && status !== "running")) conclude(sandbox, task);
      return;
    case "passed":
      return conclude(sandbox, task);
    case "toretry":
      return retry(sandbox, task);
    case "toincexec":
      return become("defined", { jobs: [], attemptNr: task.attemptNr + 1, ended: null, errorDialog: null });
    case "toabort":
      return become("aborting");
    case "aborting":
      return become("aborted", {
        ended: now(state).toISOString(),
        jobs: task.jobs.map((job) =>
          job.status === "activated" || job.status === "running" ? { ...job, status: "cancelled" } : job,
        ),
      });
    case "tobroken":
      return become("broken", { ended: now(state).toISOString() });
    case "paused":
    case "done":
    case "finished":
    case "failed":
    case "aborted":
    case "broken":
      return;
  }
};

/** JEDI lets the others follow when the first ten have ended, or half of them are good (PANDA J21). */
const scout = (task: Task, become: (status: Task["status"], change?: Partial<Task>) => void): void => {
  const first = scoutsOf(task);
  if (first.length === task.jobs.length && first.some(({ attempts }) => attempts > 0)) return become("running");
  const good = first.filter(({ status }) => status === "finished");
  const isOver = first.every(({ status }) => status !== "activated" && status !== "running");
  if (first.length < task.jobs.length && (isOver || 2 * good.length >= first.length))
    become("running", { memory: measuredMemory(good) });
};

/** By the job at 75 % from below and a tenth more, up or down (PANDA J24). */
const measuredMemory = (good: readonly TaskJob[]): number | undefined => {
  const sorted = good.flatMap(({ used }) => used?.kilobytes || []).toSorted((a, b) => a - b);
  const kilobytes = sorted[Math.ceil(0.75 * sorted.length) - 1];
  return kilobytes === undefined ? undefined : Math.max(1, Math.trunc((kilobytes / 1024) * 1.1));
};

/** A second live task of the same user and name is not let in (SAFETY S3). */
const registered = ({ state }: Sandbox, task: Task): void => {
  const older = namesakes(state, task.userName, taskName(task)).filter(
    (other) => other.id < task.id && !isTerminal(other),
  );
  if (task.params["uniqueTaskName"] === true && older.length > 0)
    changeTask(state, task.id, {
      status: "toabort",
      errorDialog: `there is duplicated task jediTaskID=${older[0]?.id ?? ""}`,
    });
  else changeTask(state, task.id, { status: "defined" });
};

const prepare = (sandbox: Sandbox, producers: Producers, task: Task): void => {
  const { state } = sandbox;
  for (const input of executionShape(task.params).inputs) {
    const names = input.dataset.split(",");
    const unknown = names.find((name) => !producers.has(name) && !datasetExists(state, name));
    if (unknown !== undefined) {
      changeTask(state, task.id, {
        status: "tobroken",
        errorDialog: `failed to get files : dataset ${unknown} is unknown`,
      });
      return;
    }
    const producing = names.some((name) => {
      const producer = state.tasks.get(producers.get(name) ?? -1);
      return producer !== undefined && !isTerminal(producer);
    });
    if (producing || inputFiles(state, input).length === 0) {
      if (task.status !== "pending")
        changeTask(state, task.id, { status: "pending", errorDialog: "pending until parent produces input" });
      return;
    }
  }
  if (takesJobs(sandbox, task)) changeTask(state, task.id, { status: "ready", errorDialog: null });
  else if (task.status !== "assigning") changeTask(state, task.id, { status: "assigning", errorDialog: null });
};

/** A site that is dead, or whose name is wrong, takes nothing: its tasks stay `assigning`, and nothing else tells. */
export const takesJobs = (sandbox: Sandbox, task: Task): boolean =>
  [...sandbox.settings.executes, ...sandbox.settings.pretends].includes(siteOf(sandbox, task));

/** Without a site in the parameters the broker takes the first that runs jobs, of those that may be chosen if some are named. */
export const siteOf = ({ settings }: Sandbox, task: Task): string => {
  const given = task.site ?? textOf(task.params["site"]);
  if (given !== undefined) return given;
  const running = [...settings.executes, ...settings.pretends];
  const choice = listOf(task.params["includedSite"]).map(String);
  if (choice.length === 0) return running[0] ?? "";
  return running.find((site) => choice.includes(site)) ?? choice[0] ?? "";
};

const start = ({ state }: Sandbox, task: Task): void => {
  const split = splitNewInput(state, task);
  switch (split.kind) {
    case "jobs":
      changeTask(state, task.id, {
        status: task.params["skipScout"] === true ? "running" : "scouting",
        started: now(state).toISOString(),
        jobs: split.jobs.map((job, index) => newJob(state, index + 1, job)),
      });
      return;
    case "no-files":
      changeTask(state, task.id, { status: "tobroken", errorDialog: "no files to be processed" });
      return;
    case "empty-secondary":
      changeTask(state, task.id, {
        status: "tobroken",
        errorDialog: `job generation failed. unresolved \${${split.stream}/T}`,
      });
  }
};

/** Failed jobs start anew, and input that came since gets jobs. */
const retry = ({ state }: Sandbox, task: Task): void => {
  const again = taskMadeAgain(
    state,
    task,
    ({ status }) => status !== "finished",
    // Each try is a job of its own, with an id that none had.
    (job) => ({ ...job, pandaId: nextNumber(state, "nextJob"), status: "activated", attempts: 0 }),
  );
  const split = splitNewInput(state, { ...task, jobs: again });
  const added =
    split.kind === "jobs" ? split.jobs.map((job, index) => newJob(state, again.length + index + 1, job)) : [];
  changeTask(state, task.id, {
    status: "running",
    past: [...task.past, ...task.jobs.filter(({ status, attempts }) => status !== "finished" && attempts > 0)],
    jobs: [...again, ...added],
    attemptNr: task.attemptNr + 1,
    ended: null,
    errorDialog: null,
  });
};

const conclude = (sandbox: Sandbox, task: Task): void => {
  const { state } = sandbox;
  const jobs = task.jobs.map((job) =>
    job.status === "activated" || job.status === "running" ? { ...job, status: "cancelled" as const } : job,
  );
  const { total, finished } = fileCounts(task);
  const status = finished === total ? "done" : finished > 0 ? "finished" : "failed";
  changeTask(state, task.id, {
    status,
    jobs,
    ended: now(state).toISOString(),
    // Of lost files nothing is said while there are others (panda-server 1.0.4, jedi/jedipprocess/PostProcessorBase.py:231).
    errorDialog: status === "failed" ? "failed since no file was successfully processed" : null,
  });
  if (task.attemptNr > 0) retryChildren(sandbox, task);
};

/**
 * "Children are retried by default": tasks that name it as their parent, ended well or in part, and now have input that
 * they never saw. One that failed is left as it is, and so is one of several parents, which names none (PANDA J20).
 */
const retryChildren = ({ state }: Sandbox, parent: Task): void => {
  for (const child of state.tasks.all())
    if (
      child.parent === parent.id &&
      (child.status === "done" || child.status === "finished") &&
      splitNewInput(state, child).kind === "jobs"
    )
      changeTask(state, child.id, { status: "toretry" });
};
