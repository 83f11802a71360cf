import type { TaskSeen } from "../../ledger/event.ts";
import { code, type Markdown, md } from "../../markdown/markdown.ts";
import { thousands } from "../../text/amounts.ts";

/** Of `inputs`, 0 while nobody knows how many there are: those that are done, and those that PanDA gave up. */
export type InputsDone = { readonly done: number; readonly failed: number; readonly inputs: number };

const width = 10;

/**
 * `====xx....`: done, failed, still to do; empty where nobody knows of how many. It is full only when all are done, and
 * one that failed is seen among thousands. A line is never broken in it, as it would be at a hyphen.
 */
export const bar = ({ done, failed, inputs }: InputsDone): string => {
  if (inputs === 0) return "";
  const cells = (part: number): number => Math.min(width, Math.floor((width * part) / inputs));
  const good = Math.min(cells(done), failed === 0 ? width : width - 1);
  const bad = failed === 0 ? 0 : Math.max(1, cells(done + failed) - good);
  return "=".repeat(good) + "x".repeat(bad) + ".".repeat(width - good - bad);
};

/** The numbers, which stand beside each bar; `of` follows that of all. */
export const progressWords = ({ done, failed, inputs }: InputsDone, of = ""): string => {
  const bad = failed === 0 ? "" : `, ${thousands(failed)} failed`;
  return inputs === 0 ? "number not known yet" : `${thousands(done)} of ${thousands(inputs)}${of}${bad}`;
};

/** For a terminal: `====xx.... 400 of 1 000, 180 failed`. */
export const barText = (progress: InputsDone): string =>
  [bar(progress), progressWords(progress)].filter((part) => part !== "").join(" ");

export const barMarkdown = (progress: InputsDone, of = ""): Markdown => {
  const drawn = bar(progress);
  return drawn === "" ? md`${progressWords(progress, of)}` : md`${code(drawn)} ${progressWords(progress, of)}`;
};

export const progressOfTask = ({ finished, failed, files }: TaskSeen): InputsDone => ({
  done: finished,
  failed,
  inputs: files,
});

/** Of all tasks; PanDA counts a task by the files that it reads, or by its jobs where it reads none. */
export const progressOfTasks = (tasks: readonly TaskSeen[]): InputsDone => {
  const all = tasks.map(progressOfTask);
  const sum = (of: (one: InputsDone) => number): number => all.reduce((total, one) => total + of(one), 0);
  return { done: sum(({ done }) => done), failed: sum(({ failed }) => failed), inputs: sum(({ inputs }) => inputs) };
};
