import { buildCommand } from "@stricli/core";
import { numberFlag, remoteFlag, textFlag, versionsOnly } from "./parameters.ts";

export const logsCommand = buildCommand({
  docs: { brief: "Print the end of the log of a failed job: the newest one of the commonest failure" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "A submission, or a step of it: TAG@VERSION[#RUN][/STEP]",
          parse: String,
          placeholder: "TAG@VERSION",
          ...versionsOnly,
        },
      ],
    },
    flags: {
      job: numberFlag("The job, by its PandaID", "ID"),
      file: textFlag(
        "The file of its log; default: payload.stdout, or pilotlog.txt where the payload is not to blame",
        "NAME",
      ),
      remote: remoteFlag,
    },
  },
  loader: async () => (await import("../run/run-logs.ts")).runLogs,
});
