import { buildCommand, buildRouteMap } from "@stricli/core";
import {
  folderParameter,
  folders,
  jsonFlag,
  neededFlag,
  outputAlias,
  switchFlag,
  textFlag,
  versionsOnly,
} from "./parameters.ts";

export const newCommand = buildCommand({
  docs: { brief: "Create a production from a template" },
  parameters: {
    positional: {
      kind: "array",
      parameter: { brief: "A field of the tag, description or contact", parse: String, placeholder: "FIELD=VALUE" },
    },
    flags: {
      json: jsonFlag,
      template: textFlag("One of the conventions' templates", "NAME"),
      set: {
        kind: "parsed",
        parse: String,
        variadic: true,
        brief: "The same as FIELD=VALUE",
        optional: true,
        placeholder: "FIELD=VALUE",
      },
      output: textFlag("The folder to create; default: named after the tag, beside conventions.yaml", "PATH"),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-new.ts")).runNew,
});

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

export const extendCommand = buildCommand({
  docs: { brief: "Write the version that makes more events of a production that has ended, under new seeds" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "The version that is extended", parse: String, placeholder: "TAG@VERSION", ...versionsOnly },
      ],
    },
    flags: {
      json: jsonFlag,
      events: neededFlag(
        "How many more, such as 1000000 or 1M; lost: what its jobs were to make and did not",
        "N|lost",
      ),
      dryRun: switchFlag("Show what would be written; write nothing"),
    },
  },
  loader: async () => (await import("../run/run-extend.ts")).runExtend,
});

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
