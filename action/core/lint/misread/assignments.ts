import type { Problem } from "../../problems/problem.ts";
import type { LookAtScript } from "../bash/expand.ts";
import { finding } from "../bash/script.ts";
import { plainText, type Run } from "../bash/simple-command.ts";

/** `\\ ` at the end of a line: a word of one blank, and the command ends there. */
export const checkContinuations: LookAtScript = (script) =>
  script.facts.words
    .filter(({ text, end }) => /\\[ \t]$/.test(text) && /^[ \t]*\n[ \t]*\S/.test(script.text.slice(end)))
    .map(({ end }) =>
      finding(script, end - 2, "broken-continuation", {
        message: "A blank follows this backslash, so the command ends here and the next line is a command of its own.",
        hint: "remove the blank",
      }),
    );

/** `run = $x` runs a command that is called `run`; `run= $x` runs the value of `x`. */
export const checkAssignments: LookAtScript = (script) =>
  script.facts.runs.flatMap((run): readonly Problem[] => {
    const name = assignedWithBlanks(run);
    if (name === undefined) return [];
    const message = `\`${name}\` gets no value: with a blank beside \`=\`, bash reads a command.`;
    return [finding(script, run.pos, "spaces-around-equals", { message, hint: `write ${name}=... without blanks` })];
  });

const assignedWithBlanks = (run: Run): string | undefined => {
  const [first] = run.args;
  const name = run.name ?? "";
  // `export SEED = 5`: the blanks make three names of it.
  const behind = run.args.findIndex(({ text }) => text === "=");
  if (declaring.has(name) && behind > 0) return run.args[behind - 1]?.value;
  if (first?.text.startsWith("=") === true && /^[A-Za-z_]\w*$/.test(name) && !comparing.includes(name)) return name;
  const value = run.nameWord === undefined ? undefined : plainText(run.nameWord);
  return run.emptied !== undefined && run.nameWord !== undefined && (value === undefined || /^[0-9.]+$/.test(value))
    ? run.emptied
    : undefined;
};

const declaring: ReadonlySet<string> = new Set(["export", "declare", "local", "readonly", "typeset"]);
const comparing: readonly string[] = ["test", "expr", "echo", "printf", "let", "awk", "dc", "bc"];

/** `cat list | while read f; do n=$((n + 1)); done; echo $n`: the loop is a process of its own, and `n` ends with it. */
export const checkLostValues: LookAtScript = (script) => {
  if (script.text.includes("lastpipe")) return [];
  const { uses, assignments } = script.facts;
  const inProcesses = new Set(assignments.flatMap(({ name, until }) => (until === undefined ? [] : [name])));
  const ofName = Map.groupBy(
    assignments.filter(({ name }) => inProcesses.has(name)),
    ({ name }) => name,
  );
  const reported = new Set<string>();
  return uses.flatMap(({ name, pos, inFunction, guarded }): readonly Problem[] => {
    const given = ofName.get(name) ?? [];
    const last = given.length > maxOften ? undefined : given.findLast((one) => one.pos < pos);
    if (last?.until === undefined || last.until > pos || last.inFunction || inFunction || guarded || reported.has(name))
      return [];
    reported.add(name);
    const message = `\`${name}\` does not have here what it was given before: a part of a pipe, and what stands in \`( )\`, is a process of its own.`;
    const hint = "read by `done < <(command)` in place of `command | while`, or use the value within";
    return [finding(script, pos, "value-lost", { message, hint })];
  });
};

/** More often than a person gives one name a value. */
const maxOften = 100;
