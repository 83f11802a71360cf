import { relative, resolve } from "node:path";
import { repositoryTop } from "../adapters/git/work-tree.ts";
import { distinctProblems } from "../core/problems/distinct-problems.ts";
import { formatProblem, type Problem, refuses } from "../core/problems/problem.ts";
import { counted } from "../core/text/amounts.ts";
import { rulesText } from "../core/view/rules-words.ts";
import type { Bounds } from "../ports/bounds.ts";
import { exiting, print, printJson } from "./command.ts";
import { judgePaths } from "./judge-paths.ts";
import { judgeSince, type SinceBase } from "./judge-since.ts";
import { rulesHere } from "./rules-here.ts";
import { boundsInTerminal } from "./within-limits.ts";
import { openWorkPlace } from "./work-place.ts";

type CheckFlags = { readonly json: boolean; readonly base?: string };

export const runCheck = exiting(async ({ json, base }: CheckFlags, ...paths: readonly string[]) => {
  const bounds = boundsInTerminal(json);
  const { rules, problems, number } =
    base === undefined ? await asTheyLie(paths, bounds) : await judgeSince(base, paths, bounds);
  if (json) printJson({ rules, problems });
  else {
    const top = await repositoryTop(process.cwd());
    const lines = problems.map((problem) => formatProblem({ ...problem, file: fromHere(top, problem.file) }));
    const ruled = rules.length === 0 ? [] : [`${rulesText(rules)}\n`];
    print([...ruled, ...lines, summary(number, problems)].join("\n"));
  }
  return refuses(problems) ? 1 : 0;
});

const asTheyLie = async (paths: readonly string[], bounds: Bounds): Promise<SinceBase> => {
  const place = await openWorkPlace();
  const judging = judgePaths(paths, "briefly", bounds, place);
  const [{ judged, told, notes }, { rules, problems }] = await Promise.all([
    judging,
    rulesHere(place, async () => (await judging).judged),
  ]);
  return {
    rules,
    problems: distinctProblems([...told, ...notes, ...problems]),
    number: judged.length,
  };
};

/** Terminals open what is written as a path from the folder in which one stands. JSON names files from the repository's top. */
const fromHere = (top: string, file: string): string => relative(process.cwd(), resolve(top, file));

const summary = (productions: number, problems: readonly Problem[]): string => {
  const number = (severity: Problem["severity"], word: string): string => {
    const n = problems.filter((problem) => problem.severity === severity).length;
    return n === 0 ? "" : `, ${counted(n, word)}`;
  };
  return `${counted(productions, "production")}${number("error", "error")}${number("warning", "warning")}${refuses(problems) ? "" : ", good"}`;
};
