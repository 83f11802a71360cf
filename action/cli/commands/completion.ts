import {
  type Application,
  buildChoiceParser,
  buildCommand,
  type CommandContext,
  proposeCompletions,
} from "@stricli/core";
import { shells } from "../terminal/shells.ts";

export const completionCommand = buildCommand({
  docs: { brief: "Print what a shell needs to complete commands, flags, folders, tags and versions" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "bash, zsh or fish",
          parse: buildChoiceParser(shells),
          proposeCompletions: (begun: string) => shells.filter((shell) => shell.startsWith(begun)),
          placeholder: "SHELL",
          default: "bash",
        },
      ],
    },
    flags: {},
  },
  loader: async () => (await import("../run/run-completion.ts")).runCompletion,
});

const quiet = { stdout: process.stdout, stderr: process.stderr, env: process.env };

/** Possible completions of the last of these words. Empty where a file name is expected, which the shell completes best. */
export const proposalsFor = async (
  application: Application<CommandContext>,
  words: readonly string[],
): Promise<readonly string[]> => {
  const proposed = await proposeCompletions(application, words, { process: quiet });
  // A flag is proposed once somebody begins one.
  const begun = words.at(-1)?.startsWith("-") === true;
  return proposed.filter(({ kind }) => kind !== "argument:flag" || begun).map(({ completion }) => completion);
};
