import { buildCommand, buildRouteMap } from "@stricli/core";
import { jsonFlag, outputAlias, textFlag } from "./part-flags.ts";

const importSphenixprod = buildCommand({
  docs: { brief: "Write requests of the rules that sphenixprod runs" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "A file of rules, beside the files that they name", parse: String, placeholder: "RULES.yaml" },
      ],
    },
    flags: {
      json: jsonFlag,
      rule: textFlag("Only this rule of the file", "NAME"),
      pilot: textFlag("The file that says which runs the rules process", "FILE"),
      output: textFlag(
        "The folder to create, or of several rules the one above; default: beside conventions.yaml",
        "PATH",
      ),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-import.ts")).runImportSphenixprod,
});

export const importCommands = buildRouteMap({
  routes: { sphenixprod: importSphenixprod },
  docs: { brief: "Write requests of what other systems run" },
});
