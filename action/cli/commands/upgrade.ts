import { buildCommand } from "@stricli/core";

export const upgradeCommand = buildCommand({
  docs: { brief: "Move the workflows of this repository to another release" },
  parameters: {
    flags: {
      release: {
        kind: "parsed",
        parse: String,
        brief: "The release; default: the one of this program",
        optional: true,
        placeholder: "vX.Y.Z@COMMIT",
      },
      whole: {
        kind: "boolean",
        brief: "Replace whole files by the release's own, not only the commit in them",
        default: false,
      },
    },
  },
  loader: async () => (await import("../run/run-upgrade.ts")).runUpgrade,
});
