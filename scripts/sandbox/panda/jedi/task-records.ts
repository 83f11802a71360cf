import type { JsonObject } from "../json.ts";
import { nextNumber, now, type State, type Task, type TaskStatus } from "../state.ts";

/** Nothing happens any more unless somebody orders it. */
export const terminal: readonly TaskStatus[] = ["done", "finished", "failed", "aborted", "broken"];
export const isTerminal = (task: Task): boolean => terminal.includes(task.status);

export const changeTask = (state: State, id: number, change: Partial<Task>): Task => {
  const task = state.tasks.get(id);
  if (task === undefined) throw new Error(`no task ${id}`);
  const at = now(state).toISOString();
  const moved = change.status !== undefined && change.status !== task.status;
  return state.tasks.put(id, {
    ...task,
    ...(moved ? { oldStatus: task.status, stateChanged: at } : {}),
    ...change,
    modified: at,
  });
};

export const newTask = (
  state: State,
  given: {
    readonly userName: string;
    readonly params: JsonObject;
    readonly request: number | null;
    readonly parent: number | null;
    readonly inJedi: boolean;
  },
): Task => {
  const id = nextNumber(state, "nextTask");
  const at = now(state).toISOString();
  return state.tasks.put(id, {
    ...given,
    params: { taskType: "anal", taskPriority: 1000, ...given.params },
    id,
    status: "registered",
    oldStatus: null,
    errorDialog: null,
    site: null,
    order: null,
    jobs: [],
    past: [],
    attemptNr: 0,
    created: at,
    modified: at,
    stateChanged: at,
    started: null,
    ended: null,
  });
};

/** As given: prun's own tasks end with a slash, those of workflows do not. */
export const taskName = (task: Task): string => String(task.params["taskName"] ?? "");

/** Tasks of one user by name, newest last. PanDA's identity of a task (SAFETY S3). */
export const namesakes = (state: State, userName: string, name: string): readonly Task[] =>
  state.tasks.all().filter((task) => task.userName === userName && taskName(task) === name);

/** Files of the primary input, or jobs where there is none: PanDA counts files, not jobs. */
export type FileCounts = { readonly total: number; readonly finished: number; readonly failed: number };
export const fileCounts = ({ jobs }: Task): FileCounts => {
  const count = (statuses: readonly string[]): number =>
    jobs
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { files }) => sum + (files["IN"]?.length ?? 1), 0);
  return {
    total: jobs.reduce((sum, { files }) => sum + (files["IN"]?.length ?? 1), 0),
    finished: count(["finished"]),
    failed: count(["failed"]),
  };
};
