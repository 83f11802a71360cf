import type { Statement } from "unbash";
import type { Problem } from "../../problems/problem.ts";
import { finding } from "../bash/script.ts";
import { runOf } from "../bash/simple-command.ts";
import type { LookAtScript } from "./look-at-script.ts";

/** Commands that people give twice on purpose. */
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
