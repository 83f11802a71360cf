import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "./parameters.ts";

export const dataCommand = buildCommand({
  docs: {
    brief:
      "List the data that productions made: sizes, copies, owners, readers, until when; `expire` shows what a command would end",
    customUsage: ["[--json] [--remote NAME] [TAG...]", "[--json] [--remote NAME] expire [TAG@VERSION|DID...]"],
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief:
          "Tags; or expire, then what is to go: TAG@VERSION[#RUN] or SCOPE:NAME. Without any, all data, or those of what was given up",
        parse: String,
        placeholder: "TAG",
      },
    },
    flags: { json: jsonFlag, remote: remoteFlag },
  },
  loader: async () => (await import("../run/run-data.ts")).runData,
});
