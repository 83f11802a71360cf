import type { TaskSeen } from "../ledger/event.ts";

const width = 10;

/** How much of the whole is there, ten characters wide. A line is never broken in it, as it would be at a hyphen. */
export const bar = (part: number, whole: number): string => {
  const full = whole === 0 ? 0 : Math.floor((width * part) / whole);
  return `${"=".repeat(full)}${".".repeat(width - full)}`;
};

/** Files of all tasks. */
export const filesOf = (tasks: readonly TaskSeen[]): { readonly finished: number; readonly files: number } => ({
  finished: tasks.reduce((sum, { finished }) => sum + finished, 0),
  files: tasks.reduce((sum, { files }) => sum + files, 0),
});
