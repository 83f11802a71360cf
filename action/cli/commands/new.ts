import { buildCommand } from "@stricli/core";
import { jsonFlag, outputAlias, textFlag } from "./parameters.ts";

export const newCommand = buildCommand({
  docs: { brief: "Create a production from a template" },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "A field of the tag, description or contact", parse: String, placeholder: "FIELD=VALUE" },
    },
    flags: {
      json: jsonFlag,
      template: textFlag("One of the conventions' templates", "NAME"),
      set: {
        kind: "parsed",
        parse: String,
        variadic: true,
        brief: "The same as FIELD=VALUE",
        optional: true,
        placeholder: "FIELD=VALUE",
      },
      output: textFlag("The folder to create; default: named after the tag, beside conventions.yaml", "PATH"),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-new.ts")).runNew,
});
