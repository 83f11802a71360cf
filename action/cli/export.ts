import { buildCommand, buildRouteMap } from "@stricli/core";
import { atLeastOne } from "./run.ts";

const exportCwl = buildCommand({
  docs: { brief: "Write the workflow in standard CWL v1.2, for engines without PanDA" },
  parameters: {
    positional: { kind: "tuple", parameters: [{ brief: "A production's folder", parse: String, placeholder: "PATH" }] },
    flags: {
      out: { kind: "parsed", parse: String, brief: "The folder to write into", placeholder: "DIR" },
      from: {
        kind: "parsed",
        parse: String,
        brief: "Where files of inputs from outside lie: DIR/INPUT",
        optional: true,
        placeholder: "DIR",
      },
      events: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "Events of each job, in the place of eventsPerJob",
        optional: true,
        placeholder: "N",
      },
      run: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "The run, of a production with a list of runs",
        optional: true,
        placeholder: "RUN",
      },
      tag: {
        kind: "parsed",
        parse: String,
        brief: "The tag of the variant to export, if the request has several",
        optional: true,
        placeholder: "TAG",
      },
    },
  },
  loader: async () => (await import("./run-export.ts")).runExportCwl,
});

export const exportCommands = buildRouteMap({
  routes: { cwl: exportCwl },
  docs: { brief: "Write a production for other engines" },
});
