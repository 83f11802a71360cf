import { buildCommand } from "@stricli/core";
import { folderParameter, jsonFlag, switchFlag, textFlag } from "./parameters.ts";

export const bumpCommand = buildCommand({
  docs: { brief: "Write the smallest version that the changes allow, and the newest versions of the inputs" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      json: jsonFlag,
      to: textFlag("patch, minor, major, or the version itself", "STEP|VERSION"),
      look: switchFlag("Write `files` and `events` of input data as the experiment's Rucio has them"),
      test: switchFlag("The next trial, -test.N"),
      major: switchFlag("Move the versions of inputs to the newest of all, not of the same major"),
      resources: switchFlag("Move resources from git to their newest commit"),
      measured: switchFlag("Write the estimates, memory and walltime that the last trial or release measured"),
      dryRun: switchFlag("Show what would be written; write nothing"),
    },
  },
  loader: async () => (await import("../run/run-bump.ts")).runBump,
});
