import { buildCommand, buildRouteMap } from "@stricli/core";
import { jsonFlag, neededFlag, outputAlias, remoteFlag, switchFlag } from "./parameters.ts";

const init = buildCommand({
  docs: {
    brief: "Create the ledger branch; what is on main is recorded as not to be submitted",
    customUsage: ["[--no-baseline] [--remote NAME]"],
  },
  parameters: {
    flags: {
      remote: remoteFlag,
      baseline: {
        kind: "boolean",
        brief: "Record every version on main as not to be submitted; without it the first reconcile submits them",
        default: true,
      },
    },
  },
  loader: async () => (await import("../run/run-ledger.ts")).runLedgerInit,
});

const verify = buildCommand({
  docs: { brief: "Check the events and pages of the ledger against each other and against the git tags" },
  parameters: { flags: { json: jsonFlag, remote: remoteFlag } },
  loader: async () => (await import("../run/run-ledger.ts")).runVerify,
});

const rebuild = buildCommand({
  docs: { brief: "Restore a lost ledger from the git tags; each submission starts in the state in-doubt" },
  parameters: { flags: { remote: remoteFlag } },
  loader: async () => (await import("../run/run-ledger.ts")).runRebuild,
});

export const ledgerCommands = buildRouteMap({
  routes: { init, verify, rebuild },
  docs: { brief: "Create, verify and restore the ledger" },
});

export const reconcileCommand = buildCommand({
  docs: { brief: "Compare main, the ledger and PanDA; submit and update what is missing" },
  parameters: {
    flags: { json: jsonFlag, remote: remoteFlag, dryRun: switchFlag("Show what would be done; change nothing") },
  },
  loader: async () => (await import("../run/run-reconcile.ts")).runReconcile,
});

export const siteCommand = buildCommand({
  docs: { brief: "Write the ledger as a site: what was asked, approved, made and used" },
  parameters: {
    flags: {
      output: neededFlag("The folder; of an earlier time only what changed is written", "DIR"),
      remote: remoteFlag,
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-site.ts")).runSite,
});
