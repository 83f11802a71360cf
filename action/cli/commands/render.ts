import { buildCommand } from "@stricli/core";
import { folderParameter, jsonFlag, outputAlias, runFlag, tagFlag } from "./parameters.ts";

export const renderCommand = buildCommand({
  docs: { brief: "Write the files that PanDA would get" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      json: jsonFlag,
      run: runFlag,
      tag: tagFlag,
      output: { kind: "parsed", parse: String, brief: "The folder to write into", placeholder: "DIR" },
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-render.ts")).runRender,
});
