import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "./command.ts";
import { tagsAndVersions } from "./proposing.ts";

export const statusCommand = buildCommand({
  docs: { brief: "Show the state of the submissions on the ledger" },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief: "A tag, or tag@version; default: all active submissions",
        parse: String,
        placeholder: "PRODUCTION",
        ...tagsAndVersions,
      },
    },
    flags: { json: jsonFlag, remote: remoteFlag },
  },
  loader: async () => (await import("./run-status.ts")).runStatus,
});
