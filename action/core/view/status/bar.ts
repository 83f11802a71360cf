import type { TaskSeen } from "../../ledger/event.ts";

const width = 10;

/** How much of the whole is there, ten characters wide. A line is never broken in it, as it would be at a hyphen. */
export const bar = (part: number, whole: number): string => {
  const full = whole === 0 ? 0 : Math.floor((width * part) / whole);
  return `${"=".repeat(full)}${".".repeat(width - full)}`;
};

/** Of all tasks; PanDA counts a task by the files that it reads, or by its jobs where it reads none. */
export const inputsOfTasks = (tasks: readonly TaskSeen[]): { readonly done: number; readonly inputs: number } => ({
  done: tasks.reduce((sum, { finished }) => sum + finished, 0),
  inputs: tasks.reduce((sum, { files }) => sum + files, 0),
});
