import { buildCommand } from "@stricli/core";
import { jsonFlag } from "../run/command.ts";
import { pathParameters } from "./path-parameters.ts";

export const checkCommand = buildCommand({
  docs: { brief: "Report every problem of the requests, with file, line and column" },
  parameters: {
    positional: pathParameters,
    flags: {
      json: jsonFlag,
      base: {
        kind: "parsed",
        parse: String,
        brief: "Say what the check of a pull request into this revision would say",
        optional: true,
        placeholder: "REV",
      },
    },
  },
  loader: async () => (await import("../run/run-check.ts")).runCheck,
});
