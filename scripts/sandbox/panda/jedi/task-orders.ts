import type { Caller } from "../auth.ts";
import { noteOrder } from "../commando.ts";
import { declined, type Envelope, succeeded } from "../envelope.ts";
import { type JsonObject, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Task, WaitingOrder } from "../state.ts";
import { serverTakes } from "./taken-orders.ts";
import { changeTask } from "./task-records.ts";
import { jediTask } from "./tasks.ts";

const codes = { notFound: 2, rejected: 4 } as const;

const by = ({ userName }: Caller): JsonObject => ({ by: userName });

export const killTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  owned(sandbox, caller, args, (task) => order(sandbox, task, "kill", by(caller)));

export const finishTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  owned(sandbox, caller, args, (task) => order(sandbox, task, "finish", args));

export const pauseTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  byRole(sandbox, caller, args, (task) => order(sandbox, task, "pause", by(caller)));

export const resumeTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  byRole(sandbox, caller, args, (task) => order(sandbox, task, "resume", by(caller)));

/** At once, into the task's own column, and whosever task it is (api/v1/task_api.py:994-1043). */
export const changePriority = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  if (!caller.production) return declined("production or pilot role required");
  const task = jediTask(sandbox, args["task_id"]);
  if (task === undefined) return declined("Task not found");
  changeTask(sandbox.state, task.id, { priority: Number(args["priority"]) });
  return succeeded(null, "1 tasks changed");
};

/** Nobody is asked whose task it is, and to a site PanDA registers it in every state (api/v1/task_api.py:226-278). */
export const reassignTask = (sandbox: Sandbox, _caller: Caller, args: JsonObject): Envelope =>
  known(sandbox, args, (task) => order(sandbox, task, "reassign", args));

/** Behind `kill`, `finish` and `retry`: the production role may order everybody's tasks. */
export const owned = (sandbox: Sandbox, caller: Caller, args: JsonObject, act: (task: Task) => Envelope): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  if (!caller.production && task?.userName !== caller.userName)
    return declined("not the task owner or no production role");
  return known(sandbox, args, act);
};

const byRole = (sandbox: Sandbox, caller: Caller, args: JsonObject, act: (task: Task) => Envelope): Envelope =>
  caller.production ? known(sandbox, args, act) : declined("production or pilot role required");

const known = (sandbox: Sandbox, args: JsonObject, act: (task: Task) => Envelope): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  return task === undefined ? declined(`jediTaskID=${String(args["task_id"])} not found`, codes.notFound) : act(task);
};

export const order = (
  sandbox: Sandbox,
  task: Task,
  command: WaitingOrder["command"],
  args: JsonObject = {},
): Envelope => {
  const isMoveToSite = command === "reassign" && textOf(args["site"]) !== undefined;
  if (!isMoveToSite && !serverTakes[command](task.status)) return rejected(command, task);
  noteOrder(sandbox, task.id, command, args);
  return succeeded(0, `command=${command} is registered for task ID ${task.id}. will be executed in a few minutes`);
};

export const rejected = (command: WaitingOrder["command"], { status }: Task, more = ""): Envelope =>
  declined(
    `Command rejected: the ${command} command is not accepted if the task is in ${status} status ${more}`,
    codes.rejected,
  );
