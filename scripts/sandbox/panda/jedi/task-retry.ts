import type { Caller } from "../auth.ts";
import { noteOrder } from "../commando.ts";
import { type Envelope, succeeded } from "../envelope.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { nextNumber, type State, type Task, type TaskStatus } from "../state.ts";
import { taskMadeAgain } from "./job-list.ts";
import { serverTakes } from "./taken-orders.ts";
import { order, owned, rejected } from "./task-orders.ts";
import { changeTask, taskName } from "./task-records.ts";

/** One number for two things, as PanDA has it. */
const codes = { malformed: 1, active: 2, notFound: 2, incexec: 3 } as const;

/** Of these, tasks with the label `user` get more attempts instead of a refusal. */
const lively: readonly TaskStatus[] = ["running", "scouting", "pending"];

/** What a re-execution takes of new parameters; the rest is dropped without a warning (panda-server task_event_module, 1.0.4). */
const changeable = [
  ...["site", "cloud", "includedSite", "excludedSite", "cliParams", "nFiles", "nEvents", "currentPriority"],
  ...["ramCount", "loopingCheck", "forceStaged", "nFilesPerJob", "nMaxFilesPerJob", "nGBPerJob"],
];

/** Each retry of one's own task is a success to the server, the refused one too: only the code in `data` tells. */
export const retryTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  const answer = retryOwned(sandbox, caller, args);
  return answer.data === codes.notFound ? { ...answer, success: true } : answer;
};

const retryOwned = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  owned(sandbox, caller, args, (task) => {
    const given = args["new_parameters"];
    if (given === undefined || given === null || given === "" || given === "{}") return plain(sandbox, caller, task);
    const changes = typeof given === "string" ? parsed(given) : given;
    if (!isObject(changes)) return succeeded(codes.malformed, `new parameter conversion failed with ${String(given)}`);
    return Object.keys(changes).length === 0 ? plain(sandbox, caller, task) : changed(sandbox, task, changes);
  });

const plain = (sandbox: Sandbox, caller: Caller, task: Task): Envelope => {
  if (isLivelyUserTask(task)) {
    moreAttempts(sandbox.state, task);
    return succeeded(0, stillRuns(task, ""));
  }
  // db_proxy_mods/task_event_module.py:3832-3833.
  const isRefused = task.status === "exhausted" && !caller.production;
  return {
    ...(isRefused ? rejected("retry", task, "and production role is missing") : order(sandbox, task, "retry")),
    success: true,
  };
};

/**
 * The stored parameters with these on top, which is what `incexec` gets: a site that a move set is not among them
 * (panda-server 1.0.4, api/v1/task_api.py:82-103, db_proxy_mods/task_event_module.py:3626-3709).
 */
const changed = (sandbox: Sandbox, task: Task, changes: JsonObject): Envelope => {
  const { state } = sandbox;
  const taken = Object.entries({ ...task.params, ...changes }).filter(([name]) => changeable.includes(name));
  const params = { ...task.params, ...Object.fromEntries(taken) };
  if (serverTakes.incexec(task.status)) {
    noteOrder(sandbox, task.id, "incexec", Object.fromEntries(taken));
    return succeeded(codes.incexec, reactivation(task));
  }
  if (!isLivelyUserTask(task))
    return succeeded(
      codes.active,
      `jediTaskID=${task.id} is in the ${task.status} state for outDS=${taskName(task)}. `,
    );
  moreAttempts(state, changeTask(state, task.id, { params }));
  return succeeded(codes.incexec, stillRuns(task, `. new tasks params have been set to jediTaskID=${task.id}. `));
};

const isLivelyUserTask = ({ status, params }: Task): boolean =>
  lively.includes(status) && params["prodSourceLabel"] === "user";

const moreAttempts = (state: State, task: Task): void => {
  changeTask(state, task.id, {
    past: [...task.past, ...task.jobs.filter(({ status }) => status === "failed")],
    jobs: taskMadeAgain(
      state,
      task,
      ({ status: ended }) => ended === "failed",
      (job) => ({ ...job, pandaId: nextNumber(state, "nextJob"), status: "activated", attempts: 0 }),
    ),
  });
};

const stillRuns = ({ status }: Task, more: string): string =>
  `retry has been triggered for failed jobs while the task is still ${status}${more}`;

export const reactivation = ({ id, status }: Task): string =>
  `reactivation accepted. jediTaskID=${id} (currently in ${status} state) will be re-executed with old and/or new input`;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
