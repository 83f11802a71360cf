import { buildCommand } from "@stricli/core";
import { atLeastOne, outputAlias, remoteFlag, switchFlag, textFlag, versionsOnly } from "./parameters.ts";

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
