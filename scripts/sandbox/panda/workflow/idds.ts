import type { PlannedNode } from "../jedi/task-map.ts";
import { changeTask, isTerminal, namesakes, newTask } from "../jedi/task-records.ts";
import { type Json, objectOf, textOf } from "../json.ts";
import { nextNumber, now, type PlannedTask, type State, type TaskStatus, type WorkflowRequest } from "../state.ts";
import type { Condition } from "./condition.ts";

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
      isGivenUp: false,
      work: null,
    })),
  });
};

/** Makes the tasks whose condition is met. One parent: once that is submitted; several: once all are processed. */
export const advanceRequest = (state: State, request: WorkflowRequest): void => {
  const polled = request.planned.map((item) => {
    const work = item.work ?? workOf(state, item);
    return work === item.work ? item : { ...item, work };
  });
  const planned = polled.map((item) =>
    item.task === null && !item.isGivenUp && mayBegin(polled, item)
      ? { ...item, task: submitPlanned(state, request, item) }
      : item,
  );
  if (planned.some((item, at) => item !== request.planned[at])) state.requests.put(request.id, { ...request, planned });
};

/**
 * `paused` counts as a part that has ended (iDDS 2.6.21, atlas/lib/idds/atlas/workflowv2/atlaspandawork.py:589-593), and
 * what has ended is not polled again (main/lib/idds/agents/carrier/poller.py:166-173).
 */
const workOf = (state: State, { task }: PlannedTask): PlannedTask["work"] => {
  const status = state.tasks.get(task ?? -1)?.status;
  return status === undefined ? null : (workOfStatus[status] ?? null);
};
export const workOfStatus: Partial<Record<TaskStatus, PlannedTask["work"]>> = {
  done: "Finished",
  finished: "SubFinished",
  paused: "SubFinished",
  failed: "Failed",
  aborted: "Failed",
  broken: "Failed",
  exhausted: "Failed",
};

type Begun = Pick<PlannedTask, "task" | "work">;
export const mayBegin = (
  planned: readonly Begun[],
  { parents, condition }: Pick<PlannedTask, "parents" | "condition">,
): boolean => {
  if (condition !== null) return holds(planned, condition);
  if (parents.length > 1) return holds(planned, { kind: "processed", parents });
  return parents.every((parent) => planned[parent]?.task !== null);
};

/** panda-server 1.0.4, workflow/workflow_utils.py:922-925, 950-954; iDDS 2.6.21, workflow/lib/idds/workflowv2/work.py:1533-1545. */
const holds = (planned: readonly Begun[], condition: Condition): boolean => {
  if (!("parents" in condition)) {
    const sides = [condition.left, condition.right].map((side) => holds(planned, side));
    return condition.kind === "and" ? sides.every(Boolean) : sides.some(Boolean);
  }
  return condition.parents.every((parent) => {
    const work = planned[parent]?.work ?? null;
    return condition.kind === "processed" ? work === "Finished" || work === "SubFinished" : work === "Failed";
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

/** JEDI has not refined the parent in time, three times: of the newest request this step never gets a task (PANDA R4). */
export const giveUpStep = (state: State, step: string): void => {
  const request = state.requests.all().at(-1);
  if (request === undefined) return;
  const planned = request.planned.map((item) => (item.name.endsWith(`_${step}`) ? { ...item, isGivenUp: true } : item));
  state.requests.put(request.id, { ...request, planned });
};

/** Neither it nor what waits for it gets a task: iDDS gave it up, or its condition cannot hold any more. */
const neverComes = (planned: readonly PlannedTask[], { task, isGivenUp, parents, condition }: PlannedTask): boolean =>
  task === null &&
  (isGivenUp ||
    cannotHold(planned, condition ?? { kind: "processed", parents: parents.length > 1 ? parents : [] }) ||
    (condition === null && parents.some((at) => isNeverMade(planned, at))));

const isNeverMade = (planned: readonly PlannedTask[], at: number): boolean =>
  planned[at] !== undefined && neverComes(planned, planned[at]);

const cannotHold = (planned: readonly PlannedTask[], condition: Condition): boolean => {
  if (!("parents" in condition)) {
    const sides = [condition.left, condition.right].map((side) => cannotHold(planned, side));
    return condition.kind === "and" ? sides.some(Boolean) : sides.every(Boolean);
  }
  return condition.parents.some((parent) => {
    const work = planned[parent]?.work ?? null;
    const isOtherwise = condition.kind === "processed" ? work === "Failed" : work !== null && work !== "Failed";
    return isOtherwise || isNeverMade(planned, parent);
  });
};

/** By the works as iDDS saw them end: a task that ran again later changes nothing. */
export const requestStatus = ({ planned }: WorkflowRequest): string => {
  const coming = planned.filter((item) => !neverComes(planned, item));
  if (coming.some(({ work }) => work === null)) return "Transforming";
  if (coming.length === planned.length && coming.every(({ work }) => work === "Finished")) return "Finished";
  return coming.some(({ work }) => work !== "Failed") ? "SubFinished" : "Failed";
};

/** `get_status`: a table for people, whatever was asked for; of an unknown request its two head lines. */
export const statusOf = (request: WorkflowRequest | undefined): string => {
  const head = ["request_id", "request_workload_id", "scope:name", "status", "errors"];
  const rows =
    request === undefined
      ? []
      : [[String(request.id), "", `workflow:${request.name ?? ""}`, requestStatus(request), "{}"]];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at < 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
};

export const kwargsOf = (text: string | undefined): Readonly<Record<string, Json>> => {
  try {
    return objectOf(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
};
