import { buildCommand, buildRouteMap } from "@stricli/core";
import { eventsFlag, folderParameter, outputAlias, runFlag, tagFlag, textFlag } from "./parameters.ts";

const exportCwl = buildCommand({
  docs: { brief: "Write the workflow in standard CWL v1.2, for engines without PanDA" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      output: { kind: "parsed", parse: String, brief: "The folder to write into", placeholder: "DIR" },
      from: textFlag("Where files of inputs from outside lie: DIR/INPUT", "DIR"),
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
