import { formatProblem, type Problem, refuses } from "../core/problem.ts";
import { exiting, print, printJson } from "./command.ts";
import { judgePaths } from "./judge-paths.ts";

type Flags = { readonly json: boolean; readonly base?: string };

export const runCheck = exiting(async ({ json, base }: Flags, ...paths: readonly string[]) => {
  const { judged, notes } = await judgePaths(paths, base);
  const problems = [...judged.flatMap((one) => one.problems), ...notes];
  if (json) printJson({ problems });
  else print([...problems.map(formatProblem), summary(judged.length, problems)].join("\n"));
  return refuses(problems) ? 1 : 0;
});

const summary = (productions: number, problems: readonly Problem[]): string => {
  const number = (severity: Problem["severity"], word: string): string => {
    const n = problems.filter((problem) => problem.severity === severity).length;
    return n === 0 ? "" : `, ${n} ${word}${n === 1 ? "" : "s"}`;
  };
  return `${productions} ${productions === 1 ? "production" : "productions"}${number("error", "error")}${number("warning", "warning")}${refuses(problems) ? "" : ", good"}`;
};
