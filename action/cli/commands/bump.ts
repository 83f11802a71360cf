import { buildCommand } from "@stricli/core";
import { jsonFlag } from "../run/command.ts";
import { folderParameter } from "./path-parameters.ts";

export const bumpCommand = buildCommand({
  docs: { brief: "Write the smallest version that the changes allow, and the newest versions of the inputs" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      json: jsonFlag,
      to: {
        kind: "parsed",
        parse: String,
        brief: "patch, minor, major, or the version itself",
        optional: true,
        placeholder: "STEP|VERSION",
      },
      test: { kind: "boolean", brief: "The next trial, -test.N", default: false },
      resources: { kind: "boolean", brief: "Move resources from git to their newest commit", default: false },
      dryRun: { kind: "boolean", brief: "Show what would be written; write nothing", default: false },
    },
  },
  loader: async () => (await import("../run/run-bump.ts")).runBump,
});
