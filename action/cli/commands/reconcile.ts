import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag, switchFlag } from "./parameters.ts";

export const reconcileCommand = buildCommand({
  docs: { brief: "Compare main, the ledger and PanDA; submit and update what is missing" },
  parameters: {
    flags: { json: jsonFlag, remote: remoteFlag, dryRun: switchFlag("Show what would be done; change nothing") },
  },
  loader: async () => (await import("../run/run-reconcile.ts")).runReconcile,
});
