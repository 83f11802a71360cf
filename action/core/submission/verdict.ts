import type { Intent, TaskSeen, Verdict } from "../ledger/event.ts";
import { isAcceptedLack, lackingOf } from "./joins.ts";
import { isAbortedByParent } from "./panda-answer.ts";
import { isWithoutSite, progressOf } from "./unassigned.ts";

/** JEDI's statuses that end a task, or park it until a person acts (PANDA P23). Only `done` is success. */
const dead: readonly (readonly [status: string, verdict: Verdict])[] = [
  ["broken", "broken"],
  ["failed", "failed"],
  ["aborted", "aborted"],
  ["exhausted", "exhausted"],
];

/** The task stopped, with less than all or nothing. */
export const isWithoutSuccess = (status: string): boolean =>
  status === "finished" || dead.some(([stopped]) => stopped === status);

/**
 * What the tasks add up to. A dead task decides at once, while others still run: its children wait for nothing. What
 * JEDI aborted because of its parent can run again, as what failed can. `accept` holds, by step, the share of files
 * that counts as good, 0 to 1; 1 without it: files that the step finished, and of what it made files that a join read.
 */
export const verdictOf = (tasks: readonly TaskSeen[], intent: Intent): Verdict => {
  const worst = dead.find(([status]) => tasks.some((task) => task.status === status && !isAbortedByParent(task)));
  if (worst !== undefined) return worst[1];
  if (tasks.some(isAbortedByParent)) return "failed";
  const ended = tasks.filter(({ status }) => status === "done" || status === "finished");
  if (tasks.length < intent.steps.length || ended.length < tasks.length) return "running";
  const lacking = lackingOf(intent, tasks);
  if (ended.every(({ status }) => status === "done") && lacking.length === 0) return "done";
  const isGood =
    ended.every((task) => finishedShare(task) >= (intent.accept[task.step] ?? 1)) &&
    lacking.every((one) => isAcceptedLack(intent, one));
  return isGood ? "completed-partially" : "incomplete";
};

export const finishedShare = ({ files, finished, status }: Pick<TaskSeen, "files" | "finished" | "status">): number =>
  status === "done" ? 1 : files === 0 ? 0 : finished / files;

/** What needs a line on the ledger: a status, a tenth of the files, what a join read, or where no site has it, the site. */
export const coarse = (tasks: readonly TaskSeen[]): string =>
  tasks
    .map((task) => {
      const { id, status, site } = task;
      const where = isWithoutSite(task) && site !== undefined ? ` ${site}` : "";
      const read = Object.entries(task.read ?? {}).map(([step, { had, made }]) => ` ${step} ${had} of ${made}`);
      return `${id} ${status} ${progressOf(task)}${where}${read.join("")}`;
    })
    .join("\n");
