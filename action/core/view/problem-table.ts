import type { Problem } from "../problems/problem.ts";
import { code, type Markdown, md, table } from "./markdown.ts";

const mostProblems = 50;

export const problemTable = (problems: readonly Problem[]): Markdown =>
  table(
    ["where", "problem", "what to do"],
    problems
      .slice(0, mostProblems)
      .map(({ severity, file, line, col, code: problemCode, message, hint }) => [
        code(`${file}:${line}:${col}`),
        md`${severity === "error" ? "" : `${severity}: `}${message} ${code(problemCode)}`,
        hint ?? "",
      ]),
  );
