import { buildCommand } from "@stricli/core";

export const schemaCommand = buildCommand({
  docs: {
    brief: "Print the JSON Schema of requests with the conventions included, for editors; or that of `doctor --json`",
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "The conventions.yaml, or the word doctor",
          parse: String,
          placeholder: "FILE",
          default: "productions/conventions.yaml",
        },
      ],
    },
    flags: {},
  },
  loader: async () => (await import("./run-schema.ts")).runSchema,
});
