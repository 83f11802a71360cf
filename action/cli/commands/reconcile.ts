import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag } from "../run/command.ts";

export const reconcileCommand = buildCommand({
  docs: { brief: "Compare main, the ledger and PanDA; submit and update what is missing" },
  parameters: {
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      dryRun: { kind: "boolean", brief: "Show what would be done; change nothing", default: false },
    },
  },
  loader: async () => (await import("../run/run-reconcile.ts")).runReconcile,
});
