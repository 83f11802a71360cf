import { listOf, numberOf, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { now, type State, type Task, type TaskJob } from "../state.ts";
import { datasetExists, inputFiles } from "./datasets.ts";
import { newJob, scoutsOf, splitNewInput } from "./job-list.ts";
import { executeAgain, isCorrupted, refineAgain, refined, retry } from "./re-execution.ts";
import { takesChange } from "./taken-orders.ts";
import { changeTask, type FileCounts, fileCounts, isTerminal, namesakes, taskName } from "./task-records.ts";
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
      if (task.jobs.some(isLiving)) return;
      if (task.isMutable !== true) return conclude(sandbox, task);
      // It asks for new files first (panda-server 1.0.4, db_proxy_mods/task_complex_module.py:3932-3984).
      return become("defined", { isMutable: false });
    // JEDI ends queued jobs, and goes on when none runs (pandajedi/jediorder/TaskCommando.py:121-212, JediTaskSpec.py:739-752).
    case "finishing":
    case "aborting":
      if (task.jobs.some(isLiving)) return become(task.status, { jobs: withoutQueued(task) });
      return become(task.status === "finishing" ? "passed" : "toabort");
    case "passed":
      return conclude(sandbox, task);
    case "toretry":
      return retry(sandbox, task);
    case "toincexec":
      return executeAgain(sandbox, task);
    case "rerefine":
      return refineAgain(sandbox, task);
    case "toabort":
      become("aborted", { ended: now(state).toISOString(), jobs: withoutQueued(task) });
      return killChildren(sandbox, task.id, "aborted");
    case "tobroken":
      become("broken", { ended: now(state).toISOString() });
      return killChildren(sandbox, task.id, "broken");
    case "paused":
    case "exhausted":
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
  if (first.length === task.jobs.length || (!isOver && 2 * good.length < first.length)) return;
  const [asked, memory] = [numberOf(task.params["ramCount"]), measuredMemory(good)];
  const isTooMuch = asked !== undefined && memory !== undefined && asked < allowedMemory && memory > allowedMemory;
  const errorDialog = `#KV #ATM action=set_exhausted reason=scout_ramCount scout ramCount ${memory} MB is larger than ${allowedMemory} MB while requested task_ramCount ${asked} MB is less than ${allowedMemory} MB`;
  if (isTooMuch && task.jobs.length - first.length > 20) become("exhausted", { memory, errorDialog });
  else become("running", { memory });
};
/** MB: RAM_THR_EXAUSTED where no configuration says another (panda-server 1.0.4, db_proxy_mods/task_utils_module.py:1128-1131, 1202-1233). */
const allowedMemory = 4000;

const isLiving = ({ status }: TaskJob): boolean => status === "activated" || status === "running";
/** JEDI cancels jobs that no pilot has. */
const withoutQueued = ({ jobs }: Task): Task["jobs"] =>
  jobs.map((job) => (job.status === "activated" ? { ...job, status: "cancelled" } : job));

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
  else changeTask(state, task.id, refined(state, task));
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
    const isEmpty = inputFiles(state, input).length === 0;
    if (isAwaited(state, names, producers, task) || (isEmpty && task.parent !== null)) {
      if (task.status !== "pending")
        changeTask(state, task.id, { status: "pending", errorDialog: "pending until parent produces input" });
      return;
    }
    if (isEmpty && input.stream === "IN") {
      changeTask(state, task.id, { status: "tobroken", errorDialog: noPrimaryFiles });
      return;
    }
  }
  if (takesJobs(sandbox, task)) changeTask(state, task.id, { status: "ready", errorDialog: null });
  else if (task.status !== "assigning") changeTask(state, task.id, { status: "assigning", errorDialog: null });
};

const noPrimaryFiles = "primary input dataset is empty or all files are excluded ";

/**
 * JEDI waits for the task that is named as the parent, and for no other that makes its input: a task of several parents
 * names none and takes what is there (panda-server 1.0.4, workflow/workflow_utils.py:433-436,
 * pandajedi/jediorder/ContentsFeeder.py:177-180, 654-675).
 */
const isAwaited = (state: State, names: readonly string[], producers: Producers, { parent }: Task): boolean =>
  parent !== null &&
  names.some((name) => {
    const producer = state.tasks.get(producers.get(name) ?? -1);
    return producer !== undefined && !isTerminal(producer);
  });

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

/** One that is executed again keeps its jobs, and gets more for new files. */
const start = ({ state }: Sandbox, task: Task): void => {
  const split = splitNewInput(state, task);
  const isFirst = task.jobs.length === 0;
  switch (split.kind) {
    case "jobs":
      changeTask(state, task.id, {
        status: task.params["skipScout"] === true || !isFirst ? "running" : "scouting",
        started: now(state).toISOString(),
        contents: contentsOf(state, task),
        jobs: [...task.jobs, ...split.jobs.map((job, index) => newJob(state, task.jobs.length + index + 1, job))],
      });
      return;
    case "no-files":
      if (isFirst) changeTask(state, task.id, { status: "tobroken", errorDialog: "no files to be processed" });
      else changeTask(state, task.id, { status: "running", started: now(state).toISOString() });
      return;
    case "empty-secondary":
      changeTask(state, task.id, {
        status: "tobroken",
        errorDialog: `job generation failed. unresolved \${${split.stream}/T}`,
      });
  }
};

const contentsOf = (state: State, { params }: Task): NonNullable<Task["contents"]> =>
  Object.fromEntries(executionShape(params).inputs.map((input) => [input.dataset, inputFiles(state, input)]));

const conclude = (sandbox: Sandbox, task: Task): void => {
  const { state } = sandbox;
  const jobs = task.jobs.map((job) =>
    job.status === "activated" || job.status === "running" ? { ...job, status: "cancelled" as const } : job,
  );
  const status = endOf(state.tasks.get(task.parent ?? -1), fileCounts(task));
  changeTask(state, task.id, {
    status,
    jobs,
    ended: now(state).toISOString(),
    // Of lost files nothing is said while there are others (panda-server 1.0.4, jedi/jedipprocess/PostProcessorBase.py:231).
    errorDialog: status === "failed" ? "failed since no file was successfully processed" : null,
  });
  if (status === "failed") killChildren(sandbox, task.id, status);
};

/** With all its files it is done only behind a parent that is (panda-server 1.0.4, pandajedi/jedipprocess/PostProcessorBase.py:200-230). */
const endOf = (parent: Task | undefined, { total, finished }: FileCounts): "done" | "finished" | "failed" => {
  if (finished < total) return finished > 0 ? "finished" : "failed";
  if (isCorrupted(parent)) return "failed";
  return parent === undefined || parent.status === "done" ? "done" : "finished";
};

/** panda-server 1.0.4, pandajedi/jedipprocess/PostProcessorBase.py:101-102, db_proxy_mods/task_utils_module.py:1516-1560. */
const killChildren = (sandbox: Sandbox, parent: number, parentStatus: string): void => {
  for (const child of sandbox.state.tasks.all()) {
    if (child.parent !== parent || child.id === parent || !takesChange(child.status)) continue;
    changeTask(sandbox.state, child.id, { status: "toabort", errorDialog: `parent task is ${parentStatus}` });
    sandbox.kills.kill(child.id, "killed");
    killChildren(sandbox, child.id, "toabort");
  }
};
