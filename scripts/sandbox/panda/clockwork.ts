import { carryOutOrders } from "./commando.ts";
import { startWaitingJobs } from "./jedi/execution.ts";
import { findProducers, stepTask } from "./jedi/jedi.ts";
import { changeTask, isTerminal } from "./jedi/task-records.ts";
import type { Sandbox } from "./sandbox.ts";
import { now } from "./state.ts";
import { advanceRequest } from "./workflow/idds.ts";
import { parseWorkflowData, processWorkflow } from "./workflow/workflow-request.ts";

/** One turn of all daemons: forgotten workflow files, iDDS, JEDI, and the start of jobs, whose ends it gives. */
export const turn = async (sandbox: Sandbox): Promise<readonly Promise<void>[]> => {
  const { state } = sandbox;
  sandbox.activity.move();
  await processWaitingFiles(sandbox);
  carryOutOrders(sandbox);
  const before = state.tasks.all();
  for (const request of state.requests.all()) advanceRequest(state, request);
  const producers = findProducers(state.tasks.all());
  for (const task of before) {
    // What iDDS made or changed in this turn is JEDI's in the next one.
    if (state.tasks.get(task.id) !== task) continue;
    if (!task.inJedi) changeTask(state, task.id, { inJedi: true });
    else if (!isTerminal(task)) stepTask(sandbox, producers, task);
  }
  return startWaitingJobs(sandbox);
};

/** The daemon of SAFETY S1: what lies in the cache folder is a submission, whatever it was sent as. */
export const processWaitingFiles = async (sandbox: Sandbox): Promise<void> => {
  const { state } = sandbox;
  const at = now(state).toISOString();
  for (const file of state.waiting.all().filter(({ due }) => due <= at)) {
    state.waiting.remove(file.id);
    await processWorkflow(sandbox, file.userName, parseWorkflowData(file.data) ?? {}, "submit");
  }
};
