import { type CommandContext, type RouteMap, run } from "@stricli/core";
import { application } from "../action/cli/command-line.ts";
import { rootHelp } from "../action/cli/more-help.ts";
import { isVerb, usageOf, verbNames, verbs } from "../action/core/command/verbs.ts";

/** What a person may say in a comment. */
export const verbList = (): string =>
  verbNames.map((verb) => `- \`/shrek ${usageOf(verb)}\`: ${verbs[verb].does}`).join("\n");

/** Each command as its `--help` begins, without the flags that most commands have, and what it does. */
export const commandUsages = async (): Promise<readonly { readonly usage: string; readonly brief: string }[]> => {
  const usages: { usage: string; brief: string }[] = [];
  for (const { words, brief } of commands) usages.push({ usage: await usageLine(words), brief });
  return usages;
};

/** `shrek help`, which names every command in groups. */
export const helpBlock = (): string => `\`\`\`text\n${rootHelp.trimEnd()}\n\`\`\``;

const entriesOf = (target: object) =>
  "getAllEntries" in target ? (target as RouteMap<CommandContext>).getAllEntries() : [];
const all = entriesOf(application.root).map(({ name, target }) => ({ name: name.original, target }));

const commands = all.flatMap(({ name, target }) => {
  if (isVerb(name) && name !== "status") return [];
  const below = entriesOf(target).map((sub) => ({ words: [name, sub.name.original], brief: sub.target.brief }));
  return below.length === 0 ? [{ words: [name], brief: target.brief }] : below;
});

/** More flags than these are a matter of `--help`. */
const maxFlags = 6;

const usageLine = async (words: readonly string[]): Promise<string> => {
  let help = "";
  const write = (text: string): void => void (help += text);
  await run(application, [...words, "--help"], { process: { stdout: { write }, stderr: { write }, env: {} } });
  const usage = /^USAGE\n +(.*)$/m.exec(help)?.[1] ?? "";
  const own = usage.replaceAll(/ \[--(?:json|remote NAME)\]/g, "").replaceAll(/\[(--state) \S+\]/g, "[$1 STATE]");
  const few =
    own.split("[--").length - 1 > maxFlags
      ? own.replaceAll(/ \[--[^\]]*\](?:\.\.\.)?/g, "").replace(` ${words.at(-1)}`, "$& [FLAG...]")
      : own;
  return few.replaceAll(/<([^>]*)>/g, "$1");
};

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${heads.join(" | ")} |`,
    `|${"---|".repeat(heads.length)}`,
    ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`),
  ].join("\n");
