import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "./command.ts";

export const statusCommand = buildCommand({
  docs: { brief: "Show how submissions stand, as the ledger has it" },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief: "A tag, or tag@version; default: everything under way",
        parse: String,
        placeholder: "PRODUCTION",
      },
    },
    flags: { json: jsonFlag, remote: remoteFlag },
  },
  loader: async () => (await import("./run-status.ts")).runStatus,
});
