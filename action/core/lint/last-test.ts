import type { AndOr } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { finding } from "./bash/script.ts";
import { type Run, runOf } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";

/**
 * `[ -s core ] && rm core` at the end: where there is nothing to clean up, or no error in the log, the test is the last
 * thing that the script says, and the job fails.
 */
export const checkLastTest = ({ scripts }: LintedStep): readonly Problem[] =>
  scripts.flatMap((script): readonly Problem[] => {
    const last = script.tree.commands.at(-1)?.command;
    if (script.reading === "sourced" || last?.type !== "AndOr" || !isForTheBad(last)) return [];
    const message = "The last command is a test that good jobs do not meet: it ends with 1, and so does the job.";
    return [finding(script, last.pos, "fails-at-end", { message })];
  });

/** What follows the test is for the bad case alone: it cleans up, or ends the job. */
const isForTheBad = ({ commands, operators }: AndOr): boolean => {
  const runs = commands.map((command) => (command.type === "Command" ? runOf(command) : undefined));
  const [test, then] = [commands[0], runs.at(-1)];
  const isTest = test?.type === "TestCommand" || asking.has(runs[0]?.name ?? "");
  return isTest && then !== undefined && operators.every((operator) => operator === "&&") && isRemedy(then);
};
const asking: ReadonlySet<string> = new Set(["[", "test", "grep", "egrep", "fgrep", "zgrep"]);

const isRemedy = ({ name, args }: Run): boolean =>
  name === "rm" || name === "kill" || ((name === "exit" || name === "return") && args[0]?.value !== "0");
