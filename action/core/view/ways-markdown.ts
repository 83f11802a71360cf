import { commandsNow } from "../submission/commands-now.ts";
import { asksPerson } from "../submission/ways-out.ts";
import { code, lines, type Markdown, md } from "./markdown.ts";
import { type Standing, targetOf } from "./status-text.ts";

/** What a person can write, where a person is asked. */
export const waysMarkdown = ({ key, state }: Standing): readonly Markdown[] => {
  if (!asksPerson(state)) return [];
  const commands = commandsNow(state, targetOf(key));
  if (commands.length === 0) return [];
  return [lines([md`To go on, write one of:`, ...commands.map(({ line, does }) => md`${code(line)} ${does}`)])];
};
