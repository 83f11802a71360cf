import { buildCommand, buildRouteMap } from "@stricli/core";
import { jsonFlag, numberFlag, outputAlias, textFlag } from "./parameters.ts";

const importSphenixprod = buildCommand({
  docs: { brief: "Write requests of the rules that sphenixprod runs" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "A file of rules, beside the files that they name", parse: String, placeholder: "RULES.yaml" },
      ],
    },
    flags: {
      json: jsonFlag,
      rule: textFlag("Only this rule of the file", "NAME"),
      pilot: textFlag("The file that says which runs the rules process", "FILE"),
      output: textFlag(
        "The folder to create, or of several rules the one above; default: beside conventions.yaml",
        "PATH",
      ),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-import.ts")).runImportSphenixprod,
});

const importCsv = buildCommand({
  docs: { brief: "Write a request of a list of jobs or datasets of ePIC" },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "Rows of file,ext,events with a chunk, or with times", parse: String, placeholder: "FILE.csv" },
      ],
    },
    flags: {
      json: jsonFlag,
      events: numberFlag("The most events of a job, where rows are no jobs; default: as many as fit the hours", "N"),
      hours: numberFlag("The longest time of a job by the times of the rows; default: 2", "N"),
      output: textFlag("The folder to create; default: named after the file, beside conventions.yaml", "PATH"),
    },
    aliases: outputAlias,
  },
  loader: async () => (await import("../run/run-import.ts")).runImportCsv,
});

export const importCommands = buildRouteMap({
  routes: { sphenixprod: importSphenixprod, csv: importCsv },
  docs: { brief: "Write requests of what other systems run" },
});
