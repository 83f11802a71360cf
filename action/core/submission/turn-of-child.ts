import type { Intent } from "../ledger/event.ts";
import { parentStepsOf } from "../ledger/intended-steps.ts";
import { isAbortedByParent, isRetriable, isTaskOver } from "./panda-answer.ts";
import type { PendingCommand } from "./pending-command.ts";
import { finishedShare } from "./verdict.ts";

/** A task of a retry, as PanDA shows it now. */
type RetriedTask = {
  readonly id: number;
  readonly step: string;
  readonly status: string;
  readonly attemptNr: number;
  readonly dialog: string;
  readonly files: number;
  readonly finished: number;
};

/** Whether a retry reaches a task now, later, behind a parent that is to end first, or not at all. */
export type TurnOfChild = "now" | "later" | "never";

/**
 * A child that runs before its parents have their files ends with less again. So one command retries a chain from its
 * beginning: a task behind parents that are good, or that ran again and ended with less; what JEDI aborted behind good
 * ones only. A command for one step means it at once.
 */
export const turnOfChild = (
  intent: Intent,
  command: Pick<PendingCommand, "step" | "sent">,
  tasks: readonly RetriedTask[],
  task: RetriedTask,
): TurnOfChild => {
  if (!isRetriable(task) || hasRun(command, task)) return "never";
  const isAborted = isAbortedByParent(task);
  if (command.step !== undefined && !isAborted) return "now";
  const parents = parentStepsOf(intent, task.step).flatMap((step) => newest(tasks, step));
  const turns = parents.map((parent): TurnOfChild => {
    if (isGood(intent, parent)) return "now";
    if (!isTaskOver(parent)) return "later";
    if (hasRun(command, parent)) return isAborted || parent.status !== "finished" ? "never" : "now";
    if (command.step !== undefined) return "never";
    return turnOfChild(intent, command, tasks, parent) === "never" ? "never" : "later";
  });
  return turns.find((turn) => turn === "never") ?? turns.find((turn) => turn === "later") ?? "now";
};

/** A name can have an older task, which is dead. */
const newest = (tasks: readonly RetriedTask[], step: string): readonly RetriedTask[] =>
  tasks
    .filter((task) => task.step === step)
    .toSorted((a, b) => b.id - a.id)
    .slice(0, 1);

/** It was ordered, and JEDI has begun it again since. */
export const hasRun = (
  { sent }: Pick<PendingCommand, "sent">,
  { id, attemptNr }: Pick<RetriedTask, "id" | "attemptNr">,
): boolean => sent.some((order) => order.task === id && order.attemptNr < attemptNr);

const isGood = ({ accept }: Intent, { step, status, files, finished }: RetriedTask): boolean =>
  status === "done" || (status === "finished" && finishedShare({ files, finished, status }) >= (accept[step] ?? 1));
