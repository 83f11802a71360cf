import type { Sandbox } from "../sandbox.ts";
import { nextNumber, type State, type Task } from "../state.ts";
import { taskMadeAgain } from "./job-list.ts";
import { runsAgainWithParent, runsOnWithParent } from "./taken-orders.ts";
import { changeTask } from "./task-records.ts";
import { executionShape } from "./task-shape.ts";

/**
 * Failed jobs start anew; a retry alone looks for no new files. With it JEDI executes the children again (panda-server
 * 1.0.4, db_proxy_mods/task_complex_module.py:5100-5230, 5281-5290, 5333-5334).
 */
export const retry = (sandbox: Sandbox, task: Task): void => {
  const { state } = sandbox;
  if (task.jobs.every(({ status }) => status === "finished") && task.oldStatus !== null) {
    changeTask(state, task.id, {
      status: task.oldStatus,
      errorDialog: "no retry since no new/unprocessed files available",
    });
    return;
  }
  changeTask(state, task.id, { status: "running", attemptNr: task.attemptNr + 1, ...failedAgain(state, task) });
  retryChildren(sandbox, task);
};

const failedAgain = (state: State, task: Task): Pick<Task, "jobs" | "past" | "ended" | "errorDialog"> => ({
  past: [...task.past, ...task.jobs.filter(({ status, attempts }) => status !== "finished" && attempts > 0)],
  jobs: taskMadeAgain(
    state,
    task,
    ({ status }) => status !== "finished",
    // Each try is a job of its own, with an id that none had.
    (job) => ({ ...job, pandaId: nextNumber(state, "nextJob"), status: "activated", attempts: 0 }),
  ),
  ended: null,
  errorDialog: null,
});

export const executeAgain = (sandbox: Sandbox, task: Task): void => {
  changeTask(sandbox.state, task.id, {
    status: "rerefine",
    attemptNr: task.attemptNr + 1,
    ended: null,
    errorDialog: null,
  });
  retryChildren(sandbox, task);
};

/**
 * It counts its attempts from 0, and has what its parameters say, whatever a move or its first jobs had set (panda-server
 * 1.0.4, pandajedi/jedirefine/TaskRefinerBase.py:93, 199-206; TaskRefiner.py:255-259).
 */
export const refineAgain = ({ state }: Sandbox, task: Task): void => {
  const again = { ...failedAgain(state, task), attemptNr: 0, site: null, priority: undefined, memory: undefined };
  changeTask(state, task.id, { ...again, ...refined(state, task) });
};

/**
 * At the moment at which JEDI retries a task, it executes those again that name it as their parent, whatever they are:
 * what is done waits for it, and what was paused is so no more. What runs gets the new files; what failed or was aborted
 * is left as it is, and a task of several parents names none (PANDA J20; panda-server 1.0.4,
 * db_proxy_mods/task_complex_module.py:5352-5441).
 */
const retryChildren = (sandbox: Sandbox, parent: Task): void => {
  const outputs = executionShape(parent.params).outputs.map(({ dataset }) => dataset);
  for (const child of sandbox.state.tasks.all()) {
    if (child.parent !== parent.id || child.id === parent.id || !runsAgainWithParent(child.status)) continue;
    const reads = executionShape(child.params).inputs.some(({ dataset }) =>
      dataset.split(",").some((one) => outputs.includes(one)),
    );
    if (!reads || child.status === "registered")
      changeTask(sandbox.state, child.id, { status: "registered", errorDialog: null });
    else if (runsOnWithParent(child.status)) changeTask(sandbox.state, child.id, { isMutable: true });
    else executeAgain(sandbox, child);
  }
};

/** Asked when JEDI refines the child (panda-server 1.0.4, jedi/jediorder/TaskRefiner.py:255-259, db_proxy_mods/task_utils_module.py:2067-2072). */
export const refined = (state: State, { id, parent }: Task): Pick<Task, "status"> & Partial<Task> =>
  isCorrupted(state.tasks.get(parent ?? id))
    ? { status: "tobroken", errorDialog: `parent task ${parent} failed to complete` }
    : { status: "defined" };

export const isCorrupted = (parent: Task | undefined): boolean =>
  parent !== undefined && ["broken", "aborted", "failed"].includes(parent.status);
