import { buildCommand } from "@stricli/core";
import { jsonFlag, switchFlag, versionsOnly } from "./parameters.ts";

export const extendCommand = buildCommand({
  docs: { brief: "Write the version that makes more events of a production that has ended, under new seeds" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "The version that is extended", parse: String, placeholder: "TAG@VERSION", ...versionsOnly },
      ],
    },
    flags: {
      json: jsonFlag,
      events: {
        kind: "parsed",
        parse: String,
        brief: "How many more, such as 1000000 or 1M; lost: what its jobs were to make and did not",
        placeholder: "N|lost",
      },
      dryRun: switchFlag("Show what would be written; write nothing"),
    },
  },
  loader: async () => (await import("../run/run-extend.ts")).runExtend,
});
