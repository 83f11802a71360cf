import type { Caller } from "../auth.ts";
import { declined, type Envelope, succeeded } from "../envelope.ts";
import { isObject, type Json, type JsonObject, numberOf, textOf } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { now, type Task } from "../state.ts";
import { detailedInfo } from "./task-info.ts";
import { fileCounts, taskName } from "./task-records.ts";
import { executionShape } from "./task-shape.ts";

const notFound = "Task not found";

/** As JEDI knows it: a task that only DEFT has is "not found" (PANDA P24). */
export const jediTask = ({ state }: Sandbox, id: Json | undefined): Task | undefined => {
  const task = state.tasks.get(numberOf(id) ?? -1);
  return task?.inJedi === true ? task : undefined;
};

export const getStatus = (sandbox: Sandbox, args: JsonObject): Envelope => {
  if (!Number.isSafeInteger(Number(args["task_id"]))) return declined("jediTaskID must be an integer");
  const task = jediTask(sandbox, Number(args["task_id"]));
  return task === undefined ? declined(notFound) : succeeded(task.status);
};

export const getDetailedInfo = (sandbox: Sandbox, args: JsonObject): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  return task === undefined
    ? declined(`${notFound} or error retrieving task info`)
    : succeeded(detailedInfo(sandbox, task));
};

export const getDetails = (sandbox: Sandbox, args: JsonObject): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  if (task === undefined) return declined(`${notFound} or error retrieving the details`);
  const shape = executionShape(task.params);
  const { finished, failed } = fileCounts(task);
  return succeeded({
    inDS: shape.inputs.map(({ dataset }) => dataset).join(","),
    outDS: shape.outputs.map(({ dataset }) => dataset).join(","),
    statistics: `finished*${finished},failed*${failed}`,
    PandaID: task.jobs.map(({ pandaId }) => pandaId),
    mergeStatus: null,
    mergePandaID: [],
    ...(args["include_parameters"] === true ? { cliParams: task.params["cliParams"] ?? "" } : {}),
    ...(args["include_status"] === true ? { status: task.status } : {}),
  });
};

export const getTaskParameters = (sandbox: Sandbox, args: JsonObject): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  return task === undefined ? declined(notFound) : succeeded(task.params);
};

export const getJobIds = (sandbox: Sandbox, args: JsonObject): Envelope => {
  const task = jediTask(sandbox, args["task_id"]);
  return succeeded(task === undefined ? [] : [...task.past, ...task.jobs].map(({ pandaId }) => pandaId));
};

/** By exact label; the caller's tasks. */
export const getTasksModifiedSince = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  const since = sinceOf(args["since"]);
  if (since === undefined) return declined("Invalid since");
  const tasks = sandbox.state.tasks
    .all()
    .filter((task) => task.inJedi && task.userName === (textOf(args["dn"]) ?? caller.userName))
    .filter((task) => (task.params["prodSourceLabel"] ?? "user") === (args["prod_source_label"] ?? "user"))
    .filter((task) => task.modified >= since && task.id >= (numberOf(args["min_task_id"]) ?? 0));
  return succeeded(Object.fromEntries(tasks.map((task) => [String(task.id), detailedInfo(sandbox, task)])));
};

const regexCharacters = /[\^$*+?\\|()]/;

/** What the server says when its database refuses the question, and when it is away (PANDA R8). */
const noTaskIds = "Failed to retrieve task IDs";
/** Milliseconds. No list goes further back, asked with `since` or without. */
const maxAgeMs = 90 * 24 * 3_600_000;

/**
 * Equality goes to SQL before the cut at `n_tasks`, a value with a regex character is matched on what is left (SAFETY S8).
 * Which rows the cut leaves is chance; they are told by their ids.
 */
export const getTasksDetailedInfoSince = (sandbox: Sandbox, caller: Caller, args: JsonObject): Envelope => {
  const filters = filtersOf(args["filters"]);
  if (filters === undefined) return declined("filters is not valid JSON");
  const since = args["since"] === undefined || args["since"] === null ? "" : sinceOf(args["since"]);
  if (since === undefined) return declined(noTaskIds);
  const first = new Date(now(sandbox.state).getTime() - maxAgeMs).toISOString();
  const entries = Object.entries(filters).map(([name, value]) => [name, String(value)] as const);
  const equal = entries.filter(([, value]) => !regexCharacters.test(value));
  const matching = entries.filter(([, value]) => regexCharacters.test(value));
  const owner =
    equal.some(([name]) => name === "userName") || matching.some(([name]) => name === "userName")
      ? undefined
      : caller.userName;
  const name = equal.find(([field]) => field === "taskName")?.[1];
  // By name before all fields are made: among thousands of tasks that is the common question.
  const candidates = sandbox.state.tasks
    .all()
    .filter(
      (task) =>
        task.inJedi &&
        task.modified >= since &&
        task.modified >= first &&
        (owner === undefined || task.userName === owner),
    )
    .filter((task) => name === undefined || taskName(task) === name);
  const infos = candidates.toReversed().map((task) => detailedInfo(sandbox, task));
  const unknown = equal.find(([field]) => infos[0] !== undefined && !(field in infos[0]));
  if (unknown !== undefined) return declined(noTaskIds);
  const cut = infos
    .filter((info) => equal.every(([name, value]) => isEqual(info[name] ?? null, value)))
    .slice(0, numberOf(args["n_tasks"]) ?? 500)
    .toReversed();
  return succeeded(
    cut.filter((info) => matching.every(([name, value]) => !(name in info) || matches(value, info[name]))),
  );
};

/** In SQL nothing is equal to NULL, and these two words are no values (task_standalone_module.py, 1.0.4). */
const isEqual = (field: Json, value: string): boolean => {
  if (value === "NULL" || value === "NOT NULL") return (field === null) === (value === "NULL");
  return field !== null && String(field) === value;
};

const matches = (pattern: string, value: Json | undefined): boolean => {
  try {
    return new RegExp(pattern).test(String(value ?? ""));
  } catch {
    return false;
  }
};

const filtersOf = (value: Json | undefined): JsonObject | undefined => {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  try {
    const parsed: unknown = JSON.parse(String(value));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

const sinceOf = (value: Json | undefined): string | undefined => {
  const time = Date.parse(`${String(value ?? "").replace(" ", "T")}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
