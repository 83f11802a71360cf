import { buildCommand } from "@stricli/core";
import { outputAlias, remoteFlag } from "./parameters.ts";

export const siteCommand = buildCommand({
  docs: { brief: "Write the ledger as a site: what was asked, approved, made and used" },
  parameters: {
    flags: {
      output: {
        kind: "parsed",
        parse: String,
        brief: "The folder; of an earlier time only what changed is written",
        placeholder: "DIR",
      },
      remote: remoteFlag,
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-site.ts")).runSite,
});
