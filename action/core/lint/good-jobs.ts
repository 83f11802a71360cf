import { type AndOr, forEachChild, type Statement, type SyntaxNode } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { finding, type Script } from "./bash/script.ts";
import { plainText, type Run, runOf } from "./bash/simple-command.ts";
import { bodiesOf, errexitState } from "./errexit.ts";
import type { LintedStep } from "./linted-step.ts";

/** Commands that end with 1 in a good job, where `set -e` or the end of a script makes the job fail of it. */
export const checkGoodJobs = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => {
    const { commands } = script.tree;
    const known = new Set([...linted.step.outputs.map(({ name }) => name), ...linted.given]);
    const ends = script.reading === "sourced" ? [] : [commands, ...bodiesOfFunctions(script)].flatMap(lastOf);
    const reached = errexitState(linted, script).strict ? plainly(commands) : ends;
    return [
      ...ends.flatMap((end) => lastTest(script, end, script === linted.check ? undefined : known)),
      ...reached.flatMap((one) => stopping(script, one)),
    ];
  });

const bodiesOfFunctions = ({ tree, facts }: Script): readonly (readonly Statement[])[] => {
  const bodies: (readonly Statement[])[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === "Function" && node.body.type === "BraceGroup") bodies.push(node.body.body.commands);
    forEachChild(node, visit);
  };
  if (facts.functions.size > 0) forEachChild(tree, visit);
  return bodies;
};

/** The lists that a command holds, and that run where it runs, with `set -e` as there. */
const listsIn = (command: SyntaxNode): readonly (readonly Statement[])[] => {
  if (command.type === "Redirected") return listsIn(command.command);
  if (command.type === "BraceGroup" || command.type === "Subshell") return [command.body.commands];
  return command.type === "If" ? bodiesOf(command).map(({ commands }) => commands) : [];
};

/** What a list says at its end, on whichever way it gets there. */
const lastOf = (statements: readonly Statement[]): readonly SyntaxNode[] => {
  const last = statements.at(-1)?.command;
  const lists = last === undefined ? [] : listsIn(last);
  return last === undefined ? [] : lists.length === 0 ? [last] : lists.flatMap(lastOf);
};

/** All commands whose failure ends the script. */
const plainly = (statements: readonly Statement[]): readonly SyntaxNode[] =>
  statements.flatMap(({ command, background }) => {
    if (background === true) return [];
    const inner = command.type === "Redirected" ? command.command : command;
    const isLoop = inner.type === "For" || inner.type === "While" || inner.type === "ArithmeticFor";
    return [inner, ...(isLoop ? [inner.body.commands] : listsIn(inner)).flatMap(plainly)];
  });

/**
 * `[ -s core ] && rm core`: where there is nothing to clean up, the test is the last thing that the script says.
 * `known`: what a good job has; `undefined`: of a check, which asks whether a good job has it.
 */
const lastTest = (script: Script, last: SyntaxNode, known: ReadonlySet<string> | undefined): readonly Problem[] => {
  if (last.type !== "AndOr" || last.operators.some((operator) => operator !== "&&")) return [];
  if (!isForTheBad(last) && (known === undefined || !asksOfOthers(script, last, known))) return [];
  const message = "The last command is a test that good jobs do not meet: it ends with 1, and so does the job.";
  return [finding(script, last.pos, "good-job-fails", { message, hint: asIf(script, last) })];
};

/** `a && b` as it ends with 0 where `a` says no. */
const asIf = ({ text }: Script, { commands }: AndOr): string | undefined => {
  const [test, then] = [commands.slice(0, -1), commands.slice(-1)].map((part) =>
    text.slice(part[0]?.pos, part.at(-1)?.end),
  );
  const words = `if ${test}; then ${then}; fi`;
  return words.length > 120 || words.includes("\n") ? undefined : `write \`${words}\``;
};

const asking: ReadonlySet<string> = new Set(["[", "test", "grep", "egrep", "fgrep", "zgrep", "cmp", "diff", "ls"]);
const runIn = (node: SyntaxNode | undefined): Run | undefined => (node?.type === "Command" ? runOf(node) : undefined);

/** What follows the test is for the bad case alone: it cleans up, or ends the job. */
const isForTheBad = ({ commands }: AndOr): boolean => {
  const [test] = commands;
  const isTest =
    test?.type === "TestCommand" || test?.type === "ArithmeticCommand" || asking.has(runIn(test)?.name ?? "");
  const then = runIn(commands.at(-1));
  return isTest && then !== undefined && isRemedy(then);
};

const isRemedy = ({ name, args }: Run): boolean =>
  name === "rm" || name === "kill" || ((name === "exit" || name === "return") && args[0]?.value !== "0");

/** A file that nothing before names, or a variable that nothing here sets: `[ -n "$DEBUG" ] && ls`. */
const asksOfOthers = (script: Script, { commands: [test] }: AndOr, known: ReadonlySet<string>): boolean => {
  if (test?.type !== "TestCommand" && !["[", "test"].includes(runIn(test)?.name ?? "")) return false;
  const text = script.text.slice(test?.pos, test?.end);
  const file = /^\S+\s+-[efsdr]\s+"?([\w./-]+)"?(?:\s+\]\]?)?$/.exec(text)?.[1];
  if (file !== undefined) return !known.has(file) && !script.text.slice(0, test?.pos).includes(file);
  const name = /^\S+\s+-n\s+"?\$\{?(\w+)(?::?-)?\}?"?\s+\]\]?$/.exec(text)?.[1];
  return name !== undefined && !known.has(name) && !script.facts.assigned.has(name);
};

/** `grep ERROR log` of a log without errors, and `((n++))` where `n` is 0, both end with 1. */
const stopping = (script: Script, node: SyntaxNode): readonly Problem[] => {
  if (looksForErrors(node)) {
    const message = "grep ends with 1 where the log has no error, and so a good job fails here.";
    return [finding(script, node.pos, "good-job-fails", { message, hint: "write || true behind it" })];
  }
  const [, name] = countingUp.exec(script.text.slice(node.pos, node.end)) ?? [];
  if (name === undefined || !new RegExp(`(?:^|[\\s;])${name}=0(?:[\\s;]|$)`).test(script.text.slice(0, node.pos)))
    return [];
  const message = `Where \`${name}\` is 0, this ends with 1: bash takes the old value for the answer, and a good job fails here.`;
  return [finding(script, node.pos, "good-job-fails", { message, hint: `write ${name}=$((${name} + 1))` })];
};
const countingUp = /^(?:\(\(\s*|let\s+["']?)([A-Za-z_]\w*)(?:\+\+|--)\s*(?:\)\)|["']?)$/;

const looksForErrors = (node: SyntaxNode): boolean => {
  if (node.type === "Pipeline") {
    const last = node.commands.at(-1);
    return node.prefixes.length === 0 && last !== undefined && looksForErrors(last);
  }
  if (node.type !== "Command") return false;
  const run = runOf(node);
  if (node.name === undefined)
    return node.prefix.some(
      (one) => one.type === "Assignment" && one.value.type === "Word" && fromGrep(one.value.parts),
    );
  if (!/^[ef]?grep$/.test(run.name ?? "") || run.args.some(({ value }) => /^-[a-zA-Z]*[vL]/.test(value))) return false;
  const pattern = run.args.map((word) => plainText(word) ?? "$").find((text) => !text.startsWith("-"));
  return pattern !== undefined && pattern.split(/\\?\|/).every((part) => ofErrors.test(part));
};
const ofErrors =
  /^\W*(?:errors?|warnings?|fatal|fail(?:ed|ures?)?|exceptions?|abort(?:ed)?|segfault|segmentation \w+)\W*$/i;

/** `n=$(grep -c ERROR log)`: what is put in has the status, where nothing else does. */
const fromGrep = (parts: readonly SyntaxNode[] | undefined): boolean => {
  const [part, ...others] = parts ?? [];
  if (part?.type === "DoubleQuoted") return fromGrep(part.parts);
  const last = part?.type === "CommandExpansion" ? part.script?.commands.at(-1)?.command : undefined;
  return others.length === 0 && last !== undefined && looksForErrors(last);
};
