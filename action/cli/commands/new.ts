import { buildCommand } from "@stricli/core";
import { jsonFlag, outputAlias } from "../run/command.ts";

export const newCommand = buildCommand({
  docs: { brief: "Create a production from a template" },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "A field of the tag, description or contact", parse: String, placeholder: "FIELD=VALUE" },
    },
    flags: {
      json: jsonFlag,
      template: {
        kind: "parsed",
        parse: String,
        brief: "One of the conventions' templates",
        optional: true,
        placeholder: "NAME",
      },
      set: {
        kind: "parsed",
        parse: String,
        variadic: true,
        brief: "The same as FIELD=VALUE",
        optional: true,
        placeholder: "FIELD=VALUE",
      },
      output: {
        kind: "parsed",
        parse: String,
        brief: "The folder to create; default: named after the tag, beside conventions.yaml",
        optional: true,
        placeholder: "PATH",
      },
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-new.ts")).runNew,
});
