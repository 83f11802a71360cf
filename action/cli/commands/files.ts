import { buildCommand } from "@stricli/core";
import { jsonFlag, remoteFlag, textFlag, versionsOnly } from "./parameters.ts";

export const filesCommand = buildCommand({
  docs: { brief: "List the files of a submission: PanDA's names, and those that the conventions give" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "A submission, or a step of it: TAG@VERSION[#RUN][/STEP[/OUTPUT]]; #* is every run",
          parse: String,
          placeholder: "TAG@VERSION",
          ...versionsOnly,
        },
      ],
    },
    flags: {
      list: textFlag("Print a list of files for `inputs`, of the files of one output in this place", "PLACE"),
      as: textFlag("Print one address a line: a place of the conventions, or lfn for Rucio's names", "PLACE"),
      json: jsonFlag,
      remote: remoteFlag,
    },
  },
  loader: async () => (await import("../run/run-files.ts")).runFiles,
});
