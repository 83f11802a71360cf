import { buildCommand } from "@stricli/core";
import { jsonFlag, switchFlag } from "./parameters.ts";

export const schemaCommand = buildCommand({
  docs: {
    brief:
      "Print the JSON Schema of requests with the conventions included, for editors; or that of the language alone, of campaigns, of `doctor --json`, of `reconcile --dry-run --json`, of `data --json`, or of the cards on the ledger",
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "The conventions.yaml, or one of the words language, campaign, doctor, dry-run, data, card",
          parse: String,
          placeholder: "FILE",
          default: "productions/conventions.yaml",
        },
      ],
    },
    flags: {
      json: { ...jsonFlag, brief: "With --write: print JSON" },
      write: switchFlag("Write it beside the conventions, where editors look for it"),
    },
  },
  loader: async () => (await import("../run/run-schema.ts")).runSchema,
});
