import { buildCommand } from "@stricli/core";
import { jsonFlag, neededFlag, siteNames, switchFlag } from "./parameters.ts";

const parameter = { brief: "A site of the conventions", parse: String, placeholder: "SITE", ...siteNames } as const;
const flags = { json: jsonFlag, dryRun: switchFlag("Show what would be written; write nothing") } as const;

export const offlineCommand = buildCommand({
  docs: { brief: "Take a site out in the conventions, and show what names it" },
  parameters: {
    positional: { kind: "tuple", parameters: [parameter] },
    flags: {
      ...flags,
      reason: neededFlag("Why, for those who would run there", "TEXT"),
    },
  },
  loader: async () => (await import("../run/run-turn-site.ts")).runOffline,
});

export const onlineCommand = buildCommand({
  docs: { brief: "Take a site back in the conventions, where it was taken out for the same reason" },
  parameters: { positional: { kind: "tuple", parameters: [parameter] }, flags },
  loader: async () => (await import("../run/run-turn-site.ts")).runOnline,
});
