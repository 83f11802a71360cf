import type { Caller } from "./auth.ts";
import { declined, type Envelope, succeeded } from "./envelope.ts";
import { type JsonObject, textOf } from "./json.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Task, TaskStatus } from "./state.ts";
import { changeTask } from "./task-records.ts";
import { jediTask } from "./tasks.ts";

const codes = { notFound: 2, rejected: 4 } as const;

const unkillable: readonly TaskStatus[] = ["finished", "done", "broken", "aborted", "toabort", "aborting", "failed"];
const unpausable: readonly TaskStatus[] = ["finished", "failed", "done", "aborted", "broken", "paused"];
const reassignable: readonly TaskStatus[] = ["defined", "ready", "running", "scouting", "pending", "assigning"];
/** JEDI drops a move of these without a word. */
const unmovable: readonly TaskStatus[] = ["failed", "aborted", "broken"];

export const killTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  owned(sandbox, caller, args, (task) =>
    order(task, "kill", !unkillable.includes(task.status), () => {
      changeTask(sandbox.state, task.id, { status: "toabort" });
      sandbox.kills.kill(task.id, "killed");
    }),
  );

/** `soft` lets the running jobs end by themselves. */
export const finishTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  owned(sandbox, caller, args, (task) =>
    order(task, "finish", !unkillable.includes(task.status), () => {
      changeTask(sandbox.state, task.id, { status: "passed" });
      if (args["soft"] !== true) sandbox.kills.kill(task.id, "killed");
    }),
  );

export const pauseTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  byRole(sandbox, caller, args, (task) =>
    order(task, "pause", !unpausable.includes(task.status), () =>
      changeTask(sandbox.state, task.id, { status: "paused" }),
    ),
  );

export const resumeTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  byRole(sandbox, caller, args, (task) =>
    order(task, "resume", task.status === "paused", () =>
      changeTask(sandbox.state, task.id, { status: task.oldStatus ?? "pending" }),
    ),
  );

/** Nobody is asked whose task it is, and to a site PanDA registers it in every state (panda-server 1.0.4). */
export const reassignTask = (sandbox: Sandbox, _caller: Caller, args: JsonObject): Envelope =>
  known(sandbox, args, (task) => {
    const site = textOf(args["site"]);
    return order(task, "reassign", site !== undefined || reassignable.includes(task.status), () => {
      if (unmovable.includes(task.status)) return;
      const cloud = textOf(args["cloud"]);
      // Without a site the broker chooses again.
      changeTask(
        sandbox.state,
        task.id,
        site === undefined
          ? { site: null, params: { ...task.params, site: null, ...(cloud === undefined ? {} : { cloud }) } }
          : { site },
      );
      const mode = textOf(args["mode"]);
      if (mode !== "soft" && mode !== "nokill") sandbox.kills.kill(task.id, "reassigned");
    });
  });

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

export const order = (task: Task, command: string, accepted: boolean, act: () => unknown): Envelope => {
  if (!accepted)
    return declined(
      `Command rejected: the ${command} command is not accepted if the task is in ${task.status} status `,
      codes.rejected,
    );
  act();
  return succeeded(0, `command=${command} is registered for task ID ${task.id}. will be executed in a few minutes`);
};
