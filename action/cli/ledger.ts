import { buildCommand, buildRouteMap } from "@stricli/core";
import { remoteFlag } from "./command.ts";

const init = buildCommand({
  docs: { brief: "Make the ledger: the only command that does" },
  parameters: {
    flags: {
      remote: remoteFlag,
      baseline: { kind: "boolean", brief: "Record what is on main as not to be submitted", default: false },
    },
  },
  loader: async () => (await import("./run-ledger.ts")).runInit,
});

const verify = buildCommand({
  docs: { brief: "Read every event and page of the ledger and compare them with each other and with the tags" },
  parameters: { flags: { remote: remoteFlag } },
  loader: async () => (await import("./run-ledger.ts")).runVerify,
});

const rebuild = buildCommand({
  docs: { brief: "Make a lost ledger again from the git tags; everything in it begins in doubt" },
  parameters: { flags: { remote: remoteFlag } },
  loader: async () => (await import("./run-ledger.ts")).runRebuild,
});

export const ledgerCommands = buildRouteMap({
  routes: { init, verify, rebuild },
  docs: { brief: "Make, read and mend the ledger" },
});
