import { buildCommand } from "@stricli/core";
import { jsonFlag, outputAlias } from "../run/command.ts";
import { atLeastOne, eventsFlag, runFlag, tagFlag } from "./part-flags.ts";
import { folderParameter } from "./path-parameters.ts";

export const runCommand = buildCommand({
  docs: { brief: "Run a production on this machine" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      json: jsonFlag,
      step: {
        kind: "parsed",
        parse: String,
        brief: "Only this step, and those that it reads",
        optional: true,
        placeholder: "STEP",
      },
      jobs: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "At most so many jobs of each step, the first ones",
        optional: true,
        placeholder: "N",
      },
      row: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "Of a step with a table of jobs, the job of this row",
        optional: true,
        placeholder: "ROW",
      },
      events: eventsFlag,
      from: {
        kind: "parsed",
        parse: String,
        brief: "Where files of inputs lie: DIR/INPUT, or DIR/STEP/OUTPUT",
        optional: true,
        placeholder: "DIR",
      },
      output: {
        kind: "parsed",
        parse: String,
        brief: "Where jobs, logs and data go; default: shrek-run/TAG",
        optional: true,
        placeholder: "DIR",
      },
      run: runFlag,
      tag: tagFlag,
      cores: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "How many cores the jobs may use together; default: all",
        optional: true,
        placeholder: "N",
      },
      write: {
        kind: "boolean",
        brief: "Write the suggested estimate, memory and walltime into the request",
        default: false,
      },
      unlimited: {
        kind: "boolean",
        brief: "Do not end jobs that exceed their memory or walltime",
        default: false,
      },
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-run.ts")).runRun,
});
