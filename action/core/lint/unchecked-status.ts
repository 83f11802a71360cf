import type { Problem } from "../problems/problem.ts";
import { alwaysGood } from "./bash/programs.ts";
import { finding, type Script } from "./bash/script.ts";
import { runOf } from "./bash/simple-command.ts";
import type { Look } from "./errexit.ts";

/** `set +e` with work behind it and nobody who asks how it went. */
export const judgeSwitchedOff = ({ script, strict, works }: Look): readonly Problem[] => {
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
  return [finding(script, off.pos, "status-lost", message, "keep `set -e`, or test `$?` and `exit` with it")];
};

const asksStatus = ({ facts }: Script): boolean =>
  facts.uses.some(({ name }) => name === "?" || name === "PIPESTATUS") ||
  facts.runs.some(({ name }) => name === "trap");

/** A script without `set -e` ends as its last command ends: 2022's copied a log, and failed jobs counted as good. */
export const judgeLastWord = ({ script, strict, works }: Look): readonly Problem[] => {
  const last = script.tree.commands.at(-1)?.command;
  if (strict || last?.type !== "Command" || asksStatus(script)) return [];
  const run = runOf(last);
  const good = alwaysGood.has(run.name ?? "") || (run.name === "exit" && run.args[0]?.value === "0");
  const work = script.tree.commands.slice(0, -1).flatMap(({ command }) => {
    const inner = command.type === "Pipeline" ? command.commands : [command];
    return inner.flatMap((part) => (part.type === "Command" ? [runOf(part)] : [])).filter(works);
  })[0];
  if (!good || work === undefined) return [];
  const message = `A failure of ${work.name ?? "a command"} is lost: the script goes on and ends as its last \`${run.name}\` ends.`;
  return [finding(script, run.pos, "status-lost", message, "begin the script with `set -euo pipefail`")];
};
