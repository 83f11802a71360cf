import { type CompoundList, forEachChild, type Statement, type SyntaxNode } from "unbash";
import type { Problem } from "../../problems/problem.ts";
import type { LookAtScript } from "../bash/expand.ts";
import { finding, type Script } from "../bash/script.ts";
import { plainText, runOf } from "../bash/simple-command.ts";

const harmless = new Set([
  "echo",
  "printf",
  "date",
  "sleep",
  "sync",
  "shift",
  "wait",
  "ls",
  "cd",
  "popd",
  "pushd",
  "read",
  "true",
  ":",
  "free",
  "ps",
]);

/** A line that was copied to be changed, and was not. */
export const checkRepeated: LookAtScript = (script) => {
  const text = ({ command }: Statement): string => script.text.slice(command.pos, command.end);
  return script.tree.commands.flatMap((statement, index, all): readonly Problem[] => {
    const before = all[index - 1];
    const { command } = statement;
    if (before === undefined || command.type !== "Command" || command.args.length === 0) return [];
    const { name = "" } = runOf(command);
    if (harmless.has(name) || text(before) !== text(statement)) return [];
    const message = `The same command stands twice: ${name} runs again with the same words.`;
    return [
      finding(script, command.pos, "command-twice", { message, hint: "remove it, or change what was to be changed" }),
    ];
  });
};

/** Commands behind one that always ends the script. */
export const checkNeverReached: LookAtScript = (script) =>
  /\b(?:exit|exec|return)\b/.test(script.text) ? listsOf(script).flatMap((list) => behindEnd(script, list)) : [];

const listsOf = ({ tree }: Script): readonly (readonly Statement[])[] => {
  const lists: (readonly Statement[])[] = [tree.commands];
  const visit = (node: SyntaxNode): void => {
    if (node.type === "CompoundList") lists.push((node as CompoundList).commands);
    forEachChild(node, visit);
  };
  forEachChild(tree, visit);
  return lists;
};

const behindEnd = (script: Script, list: readonly Statement[]): readonly Problem[] => {
  const at = list.findIndex((statement) => endBy(statement) !== undefined);
  const end = list[at];
  const next = list.slice(at + 1).find(({ command }) => command.type !== "Function");
  if (end === undefined || next === undefined) return [];
  const first = next.command.type === "Command" ? runOf(next.command).name : undefined;
  const message = `Nothing behind this \`${endBy(end)}\` is executed${first === undefined ? "" : `: ${first} and what follows`}.`;
  const hint = endBy(end) === "exec" ? "remove `exec`" : "remove what follows, or the `exit`";
  return [finding(script, end.pos, "never-reached", { message, hint })];
};

/** `exec program` takes the place of the shell; `exec >log` does not. */
const endBy = ({ command, background }: Statement): "exit" | "return" | "exec" | undefined => {
  if (command.type !== "Command" || command.name === undefined || background === true) return undefined;
  const name = plainText(command.name);
  if (name === "exit" || name === "return") return name;
  return name === "exec" && command.args.length > 0 ? name : undefined;
};
