import { buildCommand, buildRouteMap } from "@stricli/core";
import { outputAlias } from "../run/command.ts";
import { eventsFlag, runFlag, tagFlag } from "./part-flags.ts";
import { folderParameter } from "./path-parameters.ts";

const exportCwl = buildCommand({
  docs: { brief: "Write the workflow in standard CWL v1.2, for engines without PanDA" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      output: { kind: "parsed", parse: String, brief: "The folder to write into", placeholder: "DIR" },
      from: {
        kind: "parsed",
        parse: String,
        brief: "Where files of inputs from outside lie: DIR/INPUT",
        optional: true,
        placeholder: "DIR",
      },
      events: eventsFlag,
      run: runFlag,
      tag: tagFlag,
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-export.ts")).runExportCwl,
});

export const exportCommands = buildRouteMap({
  routes: { cwl: exportCwl },
  docs: { brief: "Write a production for other engines" },
});
