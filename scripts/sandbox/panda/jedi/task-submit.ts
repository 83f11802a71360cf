import type { Caller } from "../auth.ts";
import { noteOrder } from "../commando.ts";
import { declined, type Envelope, succeeded } from "../envelope.ts";
import { isObject, type JsonObject, listOf, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { serverTakes } from "./taken-orders.ts";
import { namesakes, newTask } from "./task-records.ts";
import { reactivation } from "./task-retry.ts";

/** `task/submit` of one task, with the codes of PANDA P25. */
export const submitTask = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  const { state } = sandbox;
  const given = typeof args["task_parameters"] === "string" ? parsed(args["task_parameters"]) : args["task_parameters"];
  const name = isObject(given) ? textOf(given["taskName"]) : undefined;
  if (
    !isObject(given) ||
    name === undefined ||
    !Array.isArray(given["jobParameters"]) ||
    !listOf(given["jobParameters"]).every(isObject)
  )
    return declined("failed to register task", 4);
  const userName = (caller.production ? textOf(given["userName"]) : undefined) ?? caller.userName;
  const params: JsonObject = caller.production ? given : { ...given, userName, taskType: "anal", taskPriority: 1000 };
  const parentName = textOf(params["parentTaskName"]);
  const parent = parentName === undefined ? undefined : namesakes(state, userName, parentName).at(-1);
  if (parentName !== undefined && parent === undefined)
    return declined(`failed to find parent with user="${userName}" name=${parentName}`, 11);
  const same = params["uniqueTaskName"] === true ? namesakes(state, userName, name) : [];
  // A broken task keeps its name for ever: PanDA does not execute it again.
  const live = same.find(({ status }) => !serverTakes.incexec(status));
  if (live !== undefined && !live.inJedi)
    return declined(`jediTaskID=${live.id} is already queued for outDS=${name}.`, 1);
  if (live !== undefined) return declined(`jediTaskID=${live.id} is in the ${live.status} state for outDS=${name}.`, 2);
  const ended = same.at(-1);
  if (ended !== undefined) {
    noteOrder(sandbox, ended.id, "incexec", params);
    return succeeded(ended.id, reactivation(ended));
  }
  const task = newTask(state, { userName, params, request: null, parent: parent?.id ?? null, inJedi: false });
  return succeeded(task.id, `succeeded. new jediTaskID=${task.id}`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
