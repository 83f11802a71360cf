import { buildCommand } from "@stricli/core";
import { jsonFlag, pathParameters } from "./command.ts";

export const checkCommand = buildCommand({
  docs: { brief: "Say everything that is wrong with requests, and where" },
  parameters: {
    positional: pathParameters,
    flags: {
      json: jsonFlag,
      base: {
        kind: "parsed",
        parse: String,
        brief: "Only productions that changed since this revision",
        optional: true,
        placeholder: "REV",
      },
    },
  },
  loader: async () => (await import("./run-check.ts")).runCheck,
});
