import { buildCommand } from "@stricli/core";

export const completionCommand = buildCommand({
  docs: { brief: "Print what bash needs to complete commands, flags and values: source <(shrek completion)" },
  parameters: { positional: { kind: "tuple", parameters: [] }, flags: {} },
  loader: async () => (await import("./run-completion.ts")).runCompletion,
});
