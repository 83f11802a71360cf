import { run } from "@stricli/core";
import { application } from "../../action/cli/command-line.ts";

/** A command line that somebody names, word by word from `shrek` on, and where. */
type Named = { readonly path: string; readonly words: readonly string[] };

const helpOf = async (words: readonly string[]): Promise<string> => {
  let said = "";
  const write = (text: string): void => void (said += text);
  await run(application, [...words, "--help"], { process: { stdout: { write }, stderr: { write }, env: {} } });
  return said;
};

export const isWord = (word: string | undefined): word is string => word !== undefined && /^[a-z]+$/.test(word);

/** Of these, the ones that the command line does not know, or one of whose flags it does not know. */
export const withoutHelp = async (commands: readonly Named[]): Promise<readonly string[]> => {
  const wrong: string[] = [];
  for (const { path, words } of commands) {
    // `shrek help COMMAND` is that command's `--help`.
    const [, command = "", sub] = words[1] === "help" ? ["shrek", isWord(words[2]) ? words[2] : "check"] : words;
    const help = await helpOf(
      ["import", "ledger", "runs"].includes(command) && isWord(sub) ? [command, sub] : [command],
    );
    const flags = words.flatMap((word) => /^\[?(--[a-z-]+)/.exec(word)?.[1] ?? []);
    if (!help.startsWith("USAGE") || flags.some((flag) => !help.includes(flag)))
      wrong.push(`${path}: ${words.join(" ")}`);
  }
  return wrong;
};
