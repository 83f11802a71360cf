import type { AndOr, CompoundList, If, Statement, SyntaxNode } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { alwaysGood, finding, isRoot, type Script } from "./bash/script.ts";
import { type Run, runOf } from "./bash/simple-command.ts";
import type { Use } from "./bash/variable-uses.ts";
import { bodiesOf, checkSwallowed, type ErrexitState, errexitState, lost } from "./errexit.ts";
import type { LintedStep } from "./linted-step.ts";

/**
 * Where a failure is lost. The wrapper sources the payload under `set -eo pipefail`, so most of 2022's lost failures
 * now stop the job; what is left is what bash itself exempts, and scripts, which do not inherit the options.
 */
export const checkStatus = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => {
    const look = errexitState(linted, script);
    return [
      ...checkList(look, script.tree.commands, true),
      ...checkSwitchedOff(look),
      ...checkLastStatus(look),
      ...checkSwallowed(look),
    ];
  });

const checkList = (look: ErrexitState, statements: readonly Statement[], atEnd: boolean): readonly Problem[] =>
  statements.flatMap((statement, index) => {
    const single = singleAmpersand(look, statement, statements[index + 1]);
    return single.length > 0 ? single : checkStatement(look, statement, atEnd && index === statements.length - 1);
  });

/** `cd work & tar cf ...`: who starts something in the background waits for it, or begins a new line. */
const singleAmpersand = (
  { script }: ErrexitState,
  { command, background }: Statement,
  next?: Statement,
): readonly Problem[] => {
  const run = command.type === "Command" ? runOf(command) : undefined;
  const isOneLine = next !== undefined && !script.text.slice(command.end, next.pos).includes("\n");
  if (background !== true || run?.name === undefined || !isOneLine || alwaysGood.has(run.name)) return [];
  if (script.facts.runs.some(({ name }) => name === "wait" || name === "kill") || /\$!/.test(script.text)) return [];
  const message = `One \`&\` starts ${run.name} in the background: the next command does not wait for it, and its failure is lost.`;
  return [finding(script, run.pos, "exit-status-ignored", { message, hint: "write && in place of &" })];
};

const checkStatement = (
  look: ErrexitState,
  { command, background, pos, end }: Statement,
  last: boolean,
): readonly Problem[] => {
  if (background === true) {
    const waits = look.script.facts.runs.some(({ name, args }) => name === "wait" && args.length > 0);
    return waits
      ? []
      : lost(look, workIn(look, command), "runs in the background, and nothing waits for its process id");
  }
  switch (command.type) {
    case "AndOr":
      return checkAndOr(look, command, last);
    case "If":
      return [
        ...checkCondition(look, command),
        ...bodiesOf(command).flatMap((body) => checkList(look, body.commands, last)),
      ];
    case "For":
    case "Select":
    case "While":
    case "ArithmeticFor":
      return checkList(look, command.body.commands, false);
    case "BraceGroup":
    case "Subshell":
      return checkList(look, command.body.commands, last);
    case "Pipeline":
      // A good job would fail of it at the end; elsewhere no failure stops.
      if (command.prefixes.some(({ type }) => type === "Negation"))
        return lost(look, first(command.commands, look), "is behind `!`, which turns good and bad round");
      return look.pipefailAt(command.pos) || !look.strict
        ? []
        : command.commands
            .slice(0, -1)
            .flatMap((part) =>
              lost(look, workIn(look, part), "is piped into another command without `set -o pipefail`"),
            );
    case "Redirected":
      return checkList(look, [{ type: "Statement", pos, end, background, command: command.command }], last);
    case "ArithmeticCommand":
    case "Case":
    case "Command":
    case "Coproc":
    case "Function":
    case "TestCommand":
      return [];
  }
};

const checkAndOr = (look: ErrexitState, { commands, operators }: AndOr, last: boolean): readonly Problem[] => {
  const works = commands.slice(0, -1).map((command) => workIn(look, command) ?? insertedIn(look, command));
  const or = operators.indexOf("||");
  if (or === -1) {
    if (last || !look.strict) return [];
    return works.slice(0, 1).flatMap((run) => lost(look, run, "is left of `&&`, where `set -e` does not stop"));
  }
  const saviour = takingOver(commands.at(-1));
  if (saviour === undefined) return [];
  return works
    .slice(0, or + 1)
    .filter((run) => run !== undefined)
    .slice(0, 1)
    .flatMap((run) => lost(look, run, `is followed by \`|| ${saviour.name}\``));
};

/** A command that says "good", or goes on with the next, whatever failed before it. */
const goesOn = ({ name = "", args }: Run): boolean =>
  alwaysGood.has(name) ||
  name === "continue" ||
  name === "break" ||
  ((name === "exit" || name === "return") && args[0]?.value === "0");

/** The last command of what follows a failure, where all of it goes on as if nothing had happened. */
const takingOver = (node: SyntaxNode | undefined): Run | undefined => {
  if (node?.type === "BraceGroup" || node?.type === "Subshell") return allGoOn(node.body);
  const run = node?.type === "Command" ? runOf(node) : undefined;
  return run !== undefined && goesOn(run) ? run : undefined;
};
const allGoOn = ({ commands }: CompoundList): Run | undefined => {
  const runs = commands.map(({ command }) => takingOver(command));
  return runs.includes(undefined) ? undefined : runs.at(-1);
};

/** `if root ...; then cp; fi` ends well when ROOT fails, and so does an `else` that only says so. */
const checkCondition = (look: ErrexitState, node: If): readonly Problem[] => {
  const condition = node.clause.commands.at(-1)?.command;
  if (node.elif.length > 0 || condition === undefined) return [];
  const isNegated = condition.type === "Pipeline" && condition.prefixes.some(({ type }) => type === "Negation");
  const bad = isNegated ? node.then : node.else;
  if (bad !== undefined && allGoOn(bad) === undefined) return [];
  if (!isNegated && isAskedLater(look.script, node)) return [];
  const work = isNegated
    ? first(condition.commands, look)
    : condition.type === "Command"
      ? workIn(look, condition)
      : undefined;
  return lost(
    look,
    work,
    bad === undefined ? "is the condition of an `if` without `else`" : "is the condition of an `if` that goes on",
  );
};

/** `if program; then ok=1; break; fi`, and `[ "$ok" = 1 ]` behind it. */
const isAskedLater = ({ facts, text }: Script, { then, end }: If): boolean =>
  then.commands.some(({ command }) =>
    command.type !== "Command" || command.name !== undefined
      ? false
      : command.prefix.some(
          (one) =>
            one.type === "Assignment" &&
            facts.uses.some(
              (use) => use.pos > end && use.name === one.name && /\[|\(\(|test|exit/.test(lineOf(text, use.pos)),
            ),
        ),
  );
const lineOf = (text: string, pos: number): string =>
  text.slice(text.lastIndexOf("\n", pos) + 1, text.indexOf("\n", pos) < 0 ? undefined : text.indexOf("\n", pos));

/** The first working command of a node, not looking into what it only defines. */
const workIn = (look: ErrexitState, node: SyntaxNode): Run | undefined => {
  if (node.type === "Pipeline")
    return node.prefixes.some(({ type }) => type === "Negation") ? undefined : first(node.commands, look);
  if (node.type === "Subshell" || node.type === "BraceGroup")
    return first(
      node.body.commands.map(({ command }) => command),
      look,
    );
  if (node.type !== "Command") return undefined;
  const run = runOf(node);
  return look.works(run) ? run : undefined;
};

/** `log=$(root ... 2>&1) || echo "$log"`: an assignment has the status of what is put in. */
const insertedIn = ({ script, works }: ErrexitState, node: SyntaxNode): Run | undefined =>
  node.type === "Command" && node.name === undefined && node.prefix.length > 0
    ? script.facts.runs.find(
        (run) => node.pos < run.pos && run.pos < node.end && run.subshell !== undefined && works(run),
      )
    : undefined;

const first = (nodes: readonly SyntaxNode[], look: ErrexitState): Run | undefined => {
  for (const node of nodes) {
    const run = workIn(look, node);
    if (run !== undefined) return run;
  }
  return undefined;
};

/** `set +e` with work after it and no test of its exit status. */
const checkSwitchedOff = ({ script, strict, works }: ErrexitState): readonly Problem[] => {
  const { runs } = script.facts;
  const off = runs.find(
    ({ name, args }) =>
      name === "set" &&
      args.some(({ value }, i) => /^\+[a-zA-Z]*e/.test(value) || (value === "errexit" && args[i - 1]?.value === "+o")),
  );
  if (off === undefined || !strict || asksStatus(script)) return [];
  const on = runs.find(
    ({ name, args, pos }) => name === "set" && pos > off.pos && args.some(({ value }) => /^-[a-zA-Z]*e/.test(value)),
  );
  const until = on?.pos ?? Number.POSITIVE_INFINITY;
  const work = runs.find((run) => run.pos > off.pos && run.pos < until && works(run));
  const isLast = work !== undefined && runs.at(-1) === work;
  if (work === undefined || isLast) return [];
  const message = `A failure of ${work.name ?? "a command"} is lost: \`set +e\` lets the payload go on after it.`;
  return [
    finding(script, off.pos, "exit-status-ignored", {
      message,
      hint: "keep `set -e`, or test `$?` and `exit` with it",
    }),
  ];
};

const asksStatus = ({ facts }: Script): boolean =>
  facts.uses.some((use) => use.name === "PIPESTATUS" || (use.name === "?" && !isLate(facts, use))) ||
  facts.runs.some(({ name, args }) => name === "trap" && /\b(?:exit|return)\b|=/.test(args[0]?.text ?? ""));

/** `$?` behind an `echo` is the status of that. */
const isLate = ({ runs }: Script["facts"], { pos }: Use): boolean =>
  alwaysGood.has(runs.findLast((run) => run.end <= pos && run.name !== undefined)?.name ?? "");

/** ROOT makes its file when it begins. */
const isThere = ({ name, args }: Run): boolean =>
  (name === "test" || name === "[") && (args[0]?.value === "-e" || args[0]?.value === "-f");

/** A pipe without pipefail ends as its last command ends. */
const isPiped = ({ facts }: Script, { pos }: Run): boolean => facts.runs.some((run) => run.pos === pos && run.piped);

/** A script without `set -e` ends as its last command ends: 2022's copied a log, and failed jobs counted as good. */
const checkLastStatus = ({ script, strict, works }: ErrexitState): readonly Problem[] => {
  const last = script.tree.commands.at(-1)?.command;
  if (strict || last?.type !== "Command" || asksStatus(script)) return [];
  const run = runOf(last);
  const work = script.tree.commands.slice(0, -1).flatMap(({ command }) => {
    const inner = command.type === "Pipeline" ? command.commands : [command];
    return inner.flatMap((part) => (part.type === "Command" ? [runOf(part)] : [])).filter(works);
  })[0];
  if (work === undefined || !(goesOn(run) || ((isRoot(work.name) || isPiped(script, work)) && isThere(run)))) return [];
  const message = `A failure of ${work.name ?? "a command"} is lost: the script goes on and ends as its last \`${run.name}\` ends.`;
  return [
    finding(script, run.pos, "exit-status-ignored", { message, hint: "begin the script with `set -euo pipefail`" }),
  ];
};
