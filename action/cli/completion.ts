import { buildCommand } from "@stricli/core";

export const completionCommand = buildCommand({
  docs: { brief: "Print what bash needs to complete commands, flags and values: source <(shrek completion)" },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief: "Propose words for the last of these instead, as that asks after `--`",
        parse: String,
        placeholder: "WORD",
      },
    },
    flags: {},
  },
  loader: async () => (await import("./run-completion.ts")).runCompletion,
});
