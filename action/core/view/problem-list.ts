import type { Problem } from "../problems/problem.ts";
import { cut } from "./cut.ts";
import { code, lines, type Markdown, md } from "./markdown.ts";

const mostProblems = 50;
/** Bytes. A path is as long as a stranger wants it, and half of a comment is for what is not wrong. */
const room = 30_000;
const longestFile = 200;

/** A point for each: paths and columns together are wider than a phone. */
export const problemList = (problems: readonly Problem[]): Markdown => {
  const points: Markdown[] = [];
  let left = room;
  for (const problem of problems.slice(0, mostProblems)) {
    const made = point(problem);
    left -= Buffer.byteLength(made.markdown);
    if (left < 0) break;
    points.push(made);
  }
  const rest = problems.length - points.length;
  return lines(rest === 0 ? points : [...points, md`- ${rest} problems more: shrek check lists them all.`]);
};

const point = ({ severity, file, line, col, code: problemCode, message, hint }: Problem): Markdown => {
  const todo = hint === undefined ? md`` : md`\n  What to do: ${hint}`;
  const mark = severity === "error" ? "" : `${severity}: `;
  return md`- ${code(`${cut(file, longestFile)}:${line}:${col}`)}: ${mark}${message} ${code(problemCode)}${todo}`;
};
