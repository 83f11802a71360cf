import { type Application, type CommandContext, proposeCompletions } from "@stricli/core";

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
