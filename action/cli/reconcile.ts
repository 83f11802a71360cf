import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "./command.ts";

export const reconcileCommand = buildCommand({
  docs: { brief: "Compare main, ledger and PanDA, and do what is missing" },
  parameters: {
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      dryRun: { kind: "boolean", brief: "Say what would be done, and do nothing", default: false },
    },
  },
  loader: async () => (await import("./run-reconcile.ts")).runReconcile,
});
