import { buildChoiceParser, buildCommand } from "@stricli/core";
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
