import { buildCommand } from "@stricli/core";
import { jsonFlag, pathParameters, textFlag } from "./parameters.ts";

export const checkCommand = buildCommand({
  docs: { brief: "Report every problem of the requests, with file, line and column" },
  parameters: {
    positional: pathParameters,
    flags: {
      json: jsonFlag,
      base: textFlag("Say what the check of a pull request into this revision would say", "REV"),
    },
  },
  loader: async () => (await import("../run/run-check.ts")).runCheck,
});
