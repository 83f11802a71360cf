import { buildCommand } from "@stricli/core";
import type { StateKind } from "../../core/submission/state.ts";
import { stateTable } from "../../core/submission/states.ts";
import { jsonFlag, numberFlag, remoteFlag, tagsAndVersions } from "./parameters.ts";

const states = Object.keys(stateTable) as readonly StateKind[];
const stateFlag = {
  kind: "enum",
  values: states,
  brief: "Only those in this state, each of them",
  optional: true,
} as const;
const failedFlag = {
  kind: "boolean",
  brief: "Only those that stopped, each of them",
  default: false,
  withNegated: false,
} as const;
const campaignFlag = {
  kind: "parsed",
  parse: String,
  brief: "All of a campaign: what it delivered of the events wanted, and each of its productions",
  placeholder: "NAME",
  optional: true,
} as const;
const watchFlag = {
  kind: "boolean",
  brief: "Draw it again in this terminal whenever the ledger has moved, until Ctrl-C",
  default: false,
  withNegated: false,
} as const;

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
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      state: stateFlag,
      failed: failedFlag,
      campaign: campaignFlag,
      watch: watchFlag,
      every: numberFlag("With --watch: the seconds between two looks; default: 30", "SECONDS"),
    },
  },
  loader: async () => (await import("../run/run-status.ts")).runStatus,
});
