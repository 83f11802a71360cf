import { buildCommand, buildRouteMap } from "@stricli/core";
import { folders, jsonFlag, switchFlag, textFlag } from "./parameters.ts";

const runsAdd = buildCommand({
  docs: {
    brief: "Put runs into the list of a production that grows; - reads them from standard input",
    customUsage: ["[--new] [--json] PATH RUN...", "[--new] [--json] [--source TEXT] [--query TEXT] PATH -"],
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief: "A production's folder, then runs; or - for JSON, CSV, psql's table or one run a line on standard input",
        parse: String,
        placeholder: "PATH",
        ...folders,
      },
    },
    flags: {
      new: switchFlag("Pass over runs that the lists hold already"),
      source: textFlag("Where the runs come from, for the head of the list", "TEXT"),
      query: textFlag("The query or command that gave them, for the head of the list; no password in it", "TEXT"),
      json: jsonFlag,
    },
  },
  loader: async () => (await import("../run/run-runs-add.ts")).runRunsAdd,
});

export const runsCommands = buildRouteMap({
  routes: { add: runsAdd },
  docs: { brief: "Change the list of runs of a production" },
});
