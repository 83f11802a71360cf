import { buildCommand } from "@stricli/core";
import { folderParameter, jsonFlag, textFlag } from "./parameters.ts";

export const diffCommand = buildCommand({
  docs: { brief: "Show what changed in a production, and what its version needs" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        folderParameter,
        { brief: "Another folder to compare it with", parse: String, placeholder: "OTHER", optional: true },
      ],
    },
    flags: {
      json: jsonFlag,
      against: textFlag("A version on the ledger or a git revision; default: the newest release", "VERSION|REV"),
    },
  },
  loader: async () => (await import("../run/run-diff.ts")).runDiff,
});
