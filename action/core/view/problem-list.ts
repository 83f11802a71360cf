import type { Problem } from "../problems/problem.ts";
import { code, lines, type Markdown, md } from "./markdown.ts";

const mostProblems = 50;

/** A point for each: paths and columns together are wider than a phone. */
export const problemList = (problems: readonly Problem[]): Markdown =>
  lines(problems.slice(0, mostProblems).map(point));

const point = ({ severity, file, line, col, code: problemCode, message, hint }: Problem): Markdown => {
  const todo = hint === undefined ? md`` : md`\n  What to do: ${hint}`;
  const mark = severity === "error" ? "" : `${severity}: `;
  return md`- ${code(`${file}:${line}:${col}`)}: ${mark}${message} ${code(problemCode)}${todo}`;
};
