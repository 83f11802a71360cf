import { buildCommand, buildRouteMap } from "@stricli/core";
import {
  eventsFlag,
  folderParameter,
  jsonFlag,
  neededFlag,
  outputAlias,
  pathParameters,
  runFlag,
  switchFlag,
  tagFlag,
  textFlag,
} from "./parameters.ts";

export const checkCommand = buildCommand({
  docs: { brief: "Report every problem of the requests, with file, line and column" },
  parameters: {
    positional: pathParameters,
    flags: {
      json: jsonFlag,
      base: textFlag("Say what the check of a pull request into this revision would say", "REV"),
    },
  },
  loader: async () => (await import("../run/run-check.ts")).runCheck,
});

export const planCommand = buildCommand({
  docs: { brief: "Show what would run: jobs, cost, datasets, prun commands" },
  parameters: {
    positional: pathParameters,
    flags: {
      json: jsonFlag,
      look: switchFlag("Look its input data up in the experiment's Rucio"),
      tag: textFlag("Of several productions, such as variants, only the one with this tag", "TAG"),
      as: {
        kind: "enum",
        values: ["prun", "cwl", "native"],
        brief: "Print only the prun commands, or the workflow in CWL or in PanDA's native format; seeds start at 1",
        optional: true,
      },
    },
  },
  loader: async () => (await import("../run/run-plan.ts")).runPlan,
});

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

export const renderCommand = buildCommand({
  docs: { brief: "Write the files that PanDA would get" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      json: jsonFlag,
      run: runFlag,
      tag: tagFlag,
      output: neededFlag("The folder to write into", "DIR"),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-render.ts")).runRender,
});

const exportCwl = buildCommand({
  docs: { brief: "Write the workflow in standard CWL v1.2, for engines without PanDA" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      output: neededFlag("The folder to write into", "DIR"),
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
