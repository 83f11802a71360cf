import { buildCommand } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import { runFlag, tagFlag } from "./part-flags.ts";

export const renderCommand = buildCommand({
  docs: { brief: "Write the files that PanDA would get" },
  parameters: {
    positional: { kind: "tuple", parameters: [{ brief: "A production's folder", parse: String, placeholder: "PATH" }] },
    flags: {
      json: jsonFlag,
      run: runFlag,
      tag: tagFlag,
      output: { kind: "parsed", parse: String, brief: "The folder to write into", placeholder: "DIR" },
    },
    aliases: { o: "output" },
  },
  loader: async () => (await import("./run-render.ts")).runRender,
});
