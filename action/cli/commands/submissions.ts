import { buildCommand } from "@stricli/core";
import type { StateKind } from "../../core/submission/state.ts";
import { stateTable } from "../../core/submission/states.ts";
import { jsonFlag, numberFlag, remoteFlag, switchFlag, tagsAndVersions, textFlag, versionsOnly } from "./parameters.ts";

const states = Object.keys(stateTable) as readonly StateKind[];
const stateFlag = {
  kind: "enum",
  values: states,
  brief: "Only those in this state, each of them",
  optional: true,
} as const;
/** Without a form that says no. */
const aloneFlag = (brief: string) => ({ ...switchFlag(brief), withNegated: false }) as const;

export const statusCommand = buildCommand({
  docs: { brief: "Show the state of the submissions on the ledger" },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief: "A tag, or tag@version; default: all active submissions",
        parse: String,
        placeholder: "PRODUCTION",
        ...tagsAndVersions,
      },
    },
    flags: {
      json: jsonFlag,
      remote: remoteFlag,
      state: stateFlag,
      failed: aloneFlag("Only those that stopped, each of them"),
      campaign: textFlag(
        "All of a campaign: what it delivered of the events wanted, and each of its productions",
        "NAME",
      ),
      watch: aloneFlag("Draw it again in this terminal whenever the ledger has moved, until Ctrl-C"),
      every: numberFlag("With --watch: the seconds between two looks; default: 30", "SECONDS"),
    },
  },
  loader: async () => (await import("../run/run-status.ts")).runStatus,
});

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

export const dataCommand = buildCommand({
  docs: {
    brief:
      "List the data that productions made: sizes, copies, owners, readers, until when; `expire` shows what a command would end",
    customUsage: ["[--json] [--remote NAME] [TAG...]", "[--json] [--remote NAME] expire [TAG@VERSION|DID...]"],
  },
  parameters: {
    positional: {
      kind: "array",
      parameter: {
        brief:
          "Tags; or expire, then what is to go: TAG@VERSION[#RUN] or SCOPE:NAME. Without any, all data, or those of what was given up",
        parse: String,
        placeholder: "TAG",
      },
    },
    flags: { json: jsonFlag, remote: remoteFlag },
  },
  loader: async () => (await import("../run/run-data.ts")).runData,
});
