import type { Intent, TaskSeen } from "../ledger/event.ts";
import { isOurs } from "../ledger/names.ts";
import { retriesOf } from "../submission/pending-command.ts";
import type { Past } from "../submission/state.ts";

/** What is read of a submission. `tasks`: as they were last seen. */
type OwningSubmission = {
  readonly intent: Intent;
  readonly past: Past;
  readonly tasks?: readonly Pick<TaskSeen, "id" | "status" | "attemptNr" | "changed">[];
};
/** What is read of a task at PanDA. */
type ReadTask = {
  readonly id: number;
  readonly mark: string;
  readonly status: string;
  readonly attemptNr: number;
  readonly changed?: string;
};

/** A name can be another's by now: ours is what carries our mark, or every task of the names when a person adopted them. */
export const ownTasks = <T extends ReadTask>(
  tasks: readonly T[],
  repository: string,
  owner: OwningSubmission,
): readonly T[] => {
  const { intent, past } = owner;
  return tasks
    .filter(({ mark }) => past.adoptedTasks.length > 0 || isOurs(mark, repository, intent.label, intent.contentDigest))
    .map((task) => ({ ...task, attemptNr: attemptOf(owner, task) }));
};

/**
 * How often JEDI began it again. By a retry with new parameters, as one with more memory, and by one of an aborted task
 * it is refined again, and PanDA's own count begins at 0 (PANDA J12): it was begun again once it has another date of
 * change than when that was ordered, or than when it had ended.
 */
const attemptOf = ({ past, tasks = [] }: OwningSubmission, { id, status, attemptNr, changed }: ReadTask): number => {
  const last = tasks.find((task) => task.id === id);
  if (last?.attemptNr === undefined) return attemptNr;
  const known = last.attemptNr;
  const orders = past.pendingCommands
    .flatMap(retriesOf)
    .filter((order) => order.task === id && order.attemptNr === known);
  const before = over.includes(last.status) ? [last, ...orders] : orders;
  const hasBegun = !takingUp.includes(status) && before.some((one) => (one.changed ?? changed) !== changed);
  return Math.max(attemptNr, changed !== undefined && hasBegun ? known + 1 : known);
};

/** Ends of a task that only an order to run again changes (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:702-716). */
const over: readonly string[] = ["done", "finished", "failed", "aborted"];

/** JEDI has the order, and has not begun the task again (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:745). */
const takingUp: readonly string[] = ["toretry", "toincexec", "rerefine"];
