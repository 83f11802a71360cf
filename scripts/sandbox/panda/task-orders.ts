import type { Caller } from "./auth.ts";
import { declined, type Envelope, succeeded } from "./envelope.ts";
import { isObject, type Json, type JsonObject, textOf } from "./json.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Task, TaskStatus } from "./state.ts";
import { changeTask } from "./task-records.ts";
import { jediTask } from "./tasks.ts";

const codes = { notOwner: 3, rejected: 4, incexec: 3 } as const;

const unkillable: readonly TaskStatus[] = ["finished", "done", "broken", "aborted", "toabort", "aborting", "failed"];
const retriable: readonly TaskStatus[] = ["finished", "failed"];

export const killTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  endingJobs(
    sandbox,
    args["task_id"],
    order(sandbox, caller, args["task_id"], "kill", ({ status }) => !unkillable.includes(status), {
      status: "toabort",
    }),
  );

/** `soft` lets the running jobs end by themselves. */
export const finishTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  const answer = order(sandbox, caller, args["task_id"], "finish", ({ status }) => !unkillable.includes(status), {
    status: "passed",
  });
  return args["soft"] === true ? answer : endingJobs(sandbox, args["task_id"], answer);
};

const endingJobs = (sandbox: Sandbox, task: Json | undefined, answer: Envelope): Envelope => {
  if (answer.success && typeof task === "number") sandbox.kills.kill(task);
  return answer;
};

export const reassignTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope =>
  order(sandbox, caller, args["task_id"], "reassign", ({ status }) => !unkillable.includes(status), {
    site: textOf(args["site"]) ?? null,
  });

/** Each retry is a success to the server, the refused one too: only the code in `data` tells (panda-server task_api, 1.0.4). */
export const retryTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  const given = args["new_parameters"];
  const changed = typeof given === "string" ? parsed(given) : given;
  if (!isObject(changed) || Object.keys(changed).length === 0)
    return {
      ...order(sandbox, caller, args["task_id"], "retry", ({ status }) => retriable.includes(status), {
        status: "toretry",
      }),
      success: true,
    };
  const task = jediTask(sandbox, args["task_id"]);
  if (task === undefined || !mayOrder(caller, task)) return succeeded(codes.notOwner, notOwner);
  changeTask(sandbox.state, task.id, { status: "toincexec", params: { ...task.params, ...changed } });
  return succeeded(codes.incexec, reactivation(task));
};

export const reactivation = ({ id, status }: Task): string =>
  `reactivation accepted. jediTaskID=${id} (currently in ${status} state) will be re-executed with old and/or new input`;

const notOwner = "not the task owner or no production role";
const mayOrder = (caller: Caller, task: Task): boolean => caller.production || task.userName === caller.userName;

const order = (
  sandbox: Sandbox,
  caller: Caller,
  id: Json | undefined,
  command: string,
  accepts: (task: Task) => boolean,
  change: Partial<Task>,
): Envelope => {
  const task = jediTask(sandbox, id);
  if (task === undefined || !mayOrder(caller, task)) return declined(notOwner, codes.notOwner);
  if (!accepts(task))
    return declined(
      `Command rejected: the ${command} command is not accepted if the task is in ${task.status} status `,
      codes.rejected,
    );
  changeTask(sandbox.state, task.id, change);
  return succeeded(0, `command=${command} is registered for task ID ${task.id}. will be executed in a few minutes`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
