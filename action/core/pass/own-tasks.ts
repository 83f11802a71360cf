import type { Intent, TaskSeen } from "../ledger/event.ts";
import { isOurs } from "../ledger/names.ts";
import { retriesOf } from "../submission/pending-command.ts";
import type { Past } from "../submission/state.ts";

/** What is read of a submission. `tasks`: as they were last seen. */
type OwningSubmission = {
  readonly intent: Intent;
  readonly past: Past;
  readonly tasks?: readonly Pick<TaskSeen, "id" | "attemptNr">[];
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
 * it is refined again, and PanDA's own count begins at 0 (PANDA J12): such a retry has been carried out once the task
 * stands at another change than when it was ordered.
 */
const attemptOf = ({ past, tasks = [] }: OwningSubmission, { id, status, attemptNr, changed }: ReadTask): number => {
  const known = tasks.find((task) => task.id === id)?.attemptNr;
  if (known === undefined) return attemptNr;
  const hasBegun =
    changed !== undefined &&
    !takingUp.includes(status) &&
    past.pendingCommands
      .flatMap(retriesOf)
      .some((order) => order.task === id && order.attemptNr === known && (order.changed ?? changed) !== changed);
  return Math.max(attemptNr, hasBegun ? known + 1 : known);
};

/** JEDI has the order, and has not begun the task again (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:745). */
const takingUp: readonly string[] = ["toretry", "toincexec", "rerefine"];
