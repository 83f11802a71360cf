import { buildCommand } from "@stricli/core";
import { switchFlag, textFlag } from "./parameters.ts";

export const upgradeCommand = buildCommand({
  docs: { brief: "Move the workflows of this repository to another release" },
  parameters: {
    flags: {
      release: textFlag("The release; default: the one of this program", "vX.Y.Z@COMMIT"),
      whole: switchFlag("Replace whole files by the release's own, not only the commit in them"),
    },
  },
  loader: async () => (await import("../run/run-upgrade.ts")).runUpgrade,
});
