import { buildCommand } from "@stricli/core";
import {
  eventsFlag,
  folderParameter,
  jsonFlag,
  numberFlag,
  outputAlias,
  runFlag,
  switchFlag,
  tagFlag,
  textFlag,
} from "./parameters.ts";

export const runCommand = buildCommand({
  docs: { brief: "Run a production on this machine" },
  parameters: {
    positional: { kind: "tuple", parameters: [folderParameter] },
    flags: {
      json: jsonFlag,
      step: textFlag("Only this step, and those that it reads", "STEP"),
      jobs: numberFlag("At most so many jobs of each step, the first ones", "N"),
      row: numberFlag("Of a step with a table of jobs, the job of this row", "ROW"),
      events: eventsFlag,
      from: textFlag("Where files of inputs lie: DIR/INPUT, or DIR/STEP/OUTPUT", "DIR"),
      output: textFlag("Where jobs, logs and data go; default: shrek-run/TAG", "DIR"),
      run: runFlag,
      tag: tagFlag,
      cores: numberFlag("How many cores the jobs may use together; default: all", "N"),
      write: switchFlag("Write the suggested estimate, memory and walltime into the request"),
      unlimited: switchFlag("Do not end jobs that exceed their memory or walltime"),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-run.ts")).runRun,
});
