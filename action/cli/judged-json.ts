import type { Problem } from "../core/problems/problem.ts";
import type { RulesChanged } from "../core/view/rules-changed.ts";

// What the commands that judge print with --json. Each prints the same keys when its judgement was ended.

type JudgedAnswer = { readonly rules: readonly RulesChanged[]; readonly problems: readonly Problem[] };

export const checkJson = (productions: number, { rules, problems }: JudgedAnswer): object => {
  const of = (severity: Problem["severity"]): number => problems.filter((one) => one.severity === severity).length;
  const counts = { errors: of("error"), warnings: of("warning"), notes: of("note") };
  return { format: 1, productions, ...counts, rules, problems };
};

export const planJson = (plans: readonly object[], approval: string, { rules, problems }: JudgedAnswer): object => ({
  format: 1,
  plans,
  rules,
  approval,
  problems,
});

export const diffsJson = (diffs: readonly object[], problems: readonly Problem[]): object => ({ diffs, problems });

/** Of a judgement that was ended: nothing is known but why. */
export const endedJson = (command: string, problem: Problem): object => {
  const ended: JudgedAnswer = { rules: [], problems: [problem] };
  if (command === "plan") return planJson([], "", ended);
  return command === "diff" ? diffsJson([], ended.problems) : checkJson(0, ended);
};
