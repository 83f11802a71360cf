import type { Intent, TaskSeen, Verdict } from "../ledger/event.ts";
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
 * What the tasks add up to. A dead task decides at once, while others still run: its children wait for nothing.
 * `accept` holds, by step, the finished share of files that counts as good, 0 to 1; 1 without it.
 */
export const verdictOf = (tasks: readonly TaskSeen[], steps: number, accept: Intent["accept"]): Verdict => {
  const worst = dead.find(([status]) => tasks.some((task) => task.status === status));
  if (worst !== undefined) return worst[1];
  const ended = tasks.filter(({ status }) => status === "done" || status === "finished");
  if (tasks.length < steps || ended.length < tasks.length) return "running";
  if (ended.every(({ status }) => status === "done")) return "done";
  return ended.every((task) => finishedShare(task) >= (accept[task.step] ?? 1)) ? "completed-partially" : "incomplete";
};

export const finishedShare = ({ files, finished, status }: TaskSeen): number =>
  status === "done" ? 1 : files === 0 ? 0 : finished / files;

/** What needs a line on the ledger: a status, a tenth of the files, or where no site has it, the site. */
export const coarse = (tasks: readonly TaskSeen[]): string =>
  tasks
    .map((task) => {
      const { id, status, site } = task;
      const where = isWithoutSite(task) && site !== undefined ? ` ${site}` : "";
      return `${id} ${status} ${progressOf(task)}${where}`;
    })
    .join("\n");
