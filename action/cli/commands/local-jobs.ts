import { buildCommand } from "@stricli/core";
import {
  atLeastOne,
  eventsFlag,
  folderParameter,
  jsonFlag,
  numberFlag,
  outputAlias,
  remoteFlag,
  runFlag,
  switchFlag,
  tagFlag,
  textFlag,
  versionsOnly,
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

export const reproduceCommand = buildCommand({
  docs: { brief: "Run one job of a submission on this machine" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "The step of a submission: TAG@VERSION[#RUN]/STEP",
          parse: String,
          placeholder: "TAG@VERSION/STEP",
          ...versionsOnly,
        },
      ],
    },
    flags: {
      job: {
        kind: "parsed",
        parse: atLeastOne,
        brief: "The number of the job: 1 is the one with the first seed of the step",
        placeholder: "N",
      },
      from: textFlag("Where the files lie that the job read: DIR/STEP/OUTPUT, or DIR/INPUT", "DIR"),
      output: textFlag("Where its folder, log and data go; default: below shrek-run", "DIR"),
      unlimited: switchFlag("Do not end it above its memory or walltime"),
      remote: remoteFlag,
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-reproduce.ts")).runReproduce,
});
