import type { Condition } from "./condition.ts";
import { type Json, objectOf, textOf } from "./json.ts";
import type { Sandbox } from "./sandbox.ts";
import { nextNumber, now, type PlannedTask, type State, type WorkflowRequest } from "./state.ts";
import type { PlannedNode } from "./task-map.ts";
import { changeTask, isTerminal, namesakes, newTask } from "./task-records.ts";

/** Never asks whether it has this workflow already: the same outDS twice is two requests (PANDA P11). */
export const registerRequest = (
  state: State,
  given: {
    readonly name: string | null;
    readonly outDS: string;
    readonly userName: string;
    readonly nodes: readonly PlannedNode[];
  },
): WorkflowRequest => {
  const id = nextNumber(state, "nextRequest");
  return state.requests.put(id, {
    id,
    name: given.name,
    outDS: given.outDS,
    userName: given.userName,
    created: now(state).toISOString(),
    planned: given.nodes.map(({ node, params }) => ({
      node: node.id,
      name: node.taskName,
      parents: node.parents,
      condition: node.condition,
      params,
      task: null,
    })),
  });
};

/** Makes the tasks whose condition is met. One parent: once that is submitted; several: once all are processed. */
export const advanceRequest = (state: State, request: WorkflowRequest): void => {
  if (request.planned.every(({ task }) => task !== null)) return;
  const planned = request.planned.map((item) =>
    item.task === null && isMet(state, request.planned, item)
      ? { ...item, task: submitPlanned(state, request, item) }
      : item,
  );
  if (planned.some(({ task }, index) => task !== request.planned[index]?.task))
    state.requests.put(request.id, { ...request, planned });
};

const isMet = (state: State, planned: readonly PlannedTask[], { parents, condition }: PlannedTask): boolean => {
  if (condition !== null) return holds(state, planned, condition);
  if (parents.length > 1) return holds(state, planned, { kind: "processed", parents });
  return parents.every((parent) => planned[parent]?.task !== null);
};

const holds = (state: State, planned: readonly PlannedTask[], condition: Condition): boolean => {
  if (!("parents" in condition)) {
    const sides = [condition.left, condition.right].map((side) => holds(state, planned, side));
    return condition.kind === "and" ? sides.every(Boolean) : sides.some(Boolean);
  }
  return condition.parents.every((parent) => {
    const task = state.tasks.get(planned[parent]?.task ?? -1);
    if (task === undefined || !isTerminal(task)) return false;
    return condition.kind === "processed" || ["failed", "aborted", "broken"].includes(task.status);
  });
};

/** An ended task of the same user and name is executed again; a live one makes JEDI abort the newcomer (SAFETY S3). */
const submitPlanned = (state: State, request: WorkflowRequest, item: PlannedTask): number => {
  const parentName = textOf(item.params["parentTaskName"]);
  const parent = parentName === undefined ? undefined : namesakes(state, request.userName, parentName).at(-1)?.id;
  const same = namesakes(state, request.userName, item.name);
  const ended = same.findLast(({ status }) => status !== "aborted") ?? same.at(-1);
  if (ended !== undefined && same.every(isTerminal)) {
    changeTask(state, ended.id, { status: "toincexec", params: item.params, request: request.id });
    return ended.id;
  }
  return newTask(state, {
    userName: request.userName,
    params: item.params,
    request: request.id,
    parent: parent ?? null,
    inJedi: true,
  }).id;
};

/** SQL `LIKE`: `_` and `%` (and iDDS's `*`) are wildcards; a name asked for twice keeps its last id. */
export const requestsNamed = (state: State, name: string): Json => {
  const pattern = [...name]
    .map((char) =>
      char === "%" || char === "*" ? ".*" : char === "_" ? "." : char.replace(/[\\^$.|?+()[\]{}]/, "\\$&"),
    )
    .join("");
  const like = new RegExp(`^${pattern}$`, "is");
  return Object.fromEntries(
    state.requests
      .all()
      .flatMap((request) =>
        request.name !== null && like.test(request.name) ? [[request.name, request.id] as const] : [],
      ),
  );
};

export const requestStatus = ({ state }: Sandbox, request: WorkflowRequest): string => {
  const tasks = request.planned.map(({ task }) => state.tasks.get(task ?? -1));
  if (tasks.some((task) => task === undefined || !isTerminal(task))) return "Transforming";
  if (tasks.every((task) => task?.status === "done")) return "Finished";
  return tasks.some((task) => task?.status === "done" || task?.status === "finished") ? "SubFinished" : "Failed";
};

/** `get_status`: a table for people, or rows with `json_outputs`. */
export const statusOf = (sandbox: Sandbox, request: WorkflowRequest, asJson: boolean): Json => {
  const rows = request.planned.map(({ name, task }) => ({
    name,
    task,
    status: sandbox.state.tasks.get(task ?? -1)?.status ?? "New",
  }));
  const status = requestStatus(sandbox, request);
  if (asJson)
    return {
      request_id: request.id,
      name: request.name,
      status,
      transforms: rows.map(({ name, task, status: of }) => ({ name, workload_id: task, status: of })),
    };
  return [
    `request_id: ${request.id}  status: ${status}`,
    ...rows.map((row) => `  ${row.task ?? "-"}  ${row.status}  ${row.name}`),
  ].join("\n");
};

export const kwargsOf = (text: string | undefined): Readonly<Record<string, Json>> => {
  try {
    return objectOf(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
};
