import { fillOutputName, nameFields } from "../../../../action/core/plan/output-name.ts";
import { type JsonObject, listOf, numberOf, objectOf, textOf } from "../json.ts";
import { byExpression } from "../prun/prun-outputs.ts";
import type { TaskJob } from "../state.ts";

export type InputDataset = {
  readonly stream: string;
  readonly dataset: string;
  readonly filesPerJob: number | undefined;
  readonly reusable: boolean;
  /** Several names become one container; else each is read by itself. */
  readonly consolidated: boolean;
  readonly skip: number;
  readonly include: string | undefined;
  readonly exclude: string | undefined;
};

/** What JEDI reads from task parameters, whoever made them: a workflow, prun, or `task/submit`. */
export type ExecutionShape = {
  readonly archive: string | undefined;
  readonly command: string;
  /** Its getopt knows no such option (panda-wnscript 3f0c783, src/rungen/runGen.py:75), and prun 2.2.0 sends it where an optional output is no expression (pandaclient/CommonArgs.py:861). */
  readonly refusedByScript: boolean;
  readonly seedOffset: number | undefined;
  readonly outputs: readonly {
    readonly file: string;
    readonly dataset: string;
    readonly template: string;
    /** All files whose names it finds are of this output; `undefined`: it is one file. */
    readonly expression: RegExp | undefined;
  }[];
  readonly inputs: readonly InputDataset[];
  readonly jobs: number;
  readonly filesPerJob: number;
  /** Events of a file and of a job, where files are divided. */
  readonly events: { readonly ofFile: number; readonly ofJob: number } | undefined;
  readonly maxFiles: number | undefined;
  /** Fields of the primary files' names that go into those of the outputs; a job has files of equal fields only (PANDA J7). */
  readonly fields: readonly number[];
  /** Without scouts all jobs are made at one time. */
  readonly scouted: boolean;
  readonly maxAttempt: number;
  /** Hours; 0 is "not said". */
  /** MB of all its cores; `undefined`: not said. */
  readonly memory: number | undefined;
};

/** JEDI's default for a file that failed. */
const defaultAttempts = 3;

export const executionShape = (params: JsonObject): ExecutionShape => {
  const items = listOf(params["jobParameters"]).map(objectOf);
  const command = commandOf(items);
  return {
    archive: archiveOf(items),
    command,
    refusedByScript: items.some(({ value }) => String(value).startsWith("--allowNoOutput=")),
    seedOffset: seedOffset(command),
    outputs: items.filter((item) => item["param_type"] === "output").map(outputOf),
    inputs: items.filter((item) => item["param_type"] === "input").map(inputOf),
    jobs: Math.max(
      1,
      Math.ceil((numberOf(params["nEvents"]) ?? 1) / Math.max(1, numberOf(params["nEventsPerJob"]) ?? 1)),
    ),
    filesPerJob: numberOf(params["nFilesPerJob"]) ?? numberOf(params["nMaxFilesPerJob"]) ?? 200,
    events: eventsOf(params),
    maxFiles: numberOf(params["nFiles"]),
    scouted: params["skipScout"] !== true,
    fields:
      params["useFileAsSourceLFN"] === true ? (textOf(params["addNthFieldToLFN"]) ?? "").split(",").map(Number) : [],
    maxAttempt: params["disableAutoRetry"] === 1 ? 1 : (numberOf(params["maxAttempt"]) ?? defaultAttempts),
    memory: memoryOf(params),
  };
};

const eventsOf = (params: JsonObject): ExecutionShape["events"] => {
  const [ofFile, ofJob] = [numberOf(params["nEventsPerFile"]), numberOf(params["nEventsPerJob"])];
  return ofFile === undefined || ofJob === undefined ? undefined : { ofFile, ofJob };
};

/** Between `-p "` and `"`: constants are URL-quoted, `${SEQNUMBER}` stands for what `%RNDM:n` was. */
const commandOf = (items: readonly JsonObject[]): string => {
  const from = items.findIndex(({ value }) => String(value).startsWith('-p "'));
  const until = items.findIndex(({ type, value }, index) => index > from && type === "constant" && value === '"');
  return items
    .slice(from + 1, until === -1 ? undefined : until)
    .map((item) => {
      const value = textOf(item["value"]) ?? "";
      if (item["type"] === "constant") return decodeURIComponent(value);
      return value
        .replace("${SKIPEVENTS}", "%SKIPEVENTS")
        .replace("${SEQNUMBER}", `%RNDM:${numberOf(item["offset"]) ?? 0}%`);
    })
    .join("");
};

const archiveOf = (items: readonly JsonObject[]): string | undefined => {
  const name = items.map(({ value }) => /^-a (\S+)/.exec(String(value))?.[1]).find((found) => found !== undefined);
  return name === "None" ? undefined : name;
};

const outputOf = (item: JsonObject): ExecutionShape["outputs"][number] => {
  const template = textOf(item["value"]) ?? "";
  return {
    template,
    dataset: textOf(item["dataset"]) ?? "",
    file: template.replace(/^.*\$\{SN(\/P)?\}\./, ""),
    expression: template.startsWith(byExpression) ? new RegExp(template.slice(byExpression.length)) : undefined,
  };
};

const inputOf = (item: JsonObject): InputDataset => ({
  stream: /\$\{(\w+)/.exec(textOf(item["value"]) ?? "")?.[1] ?? "IN",
  dataset: textOf(item["dataset"]) ?? "",
  filesPerJob: numberOf(item["nFilesPerJob"]),
  reusable: item["reusable"] === true,
  consolidated: item["consolidate"] !== undefined,
  skip: numberOf(item["offset"]) ?? 0,
  include: textOf(item["include"]),
  exclude: textOf(item["exclude"]),
});

const memoryOf = (params: JsonObject): number | undefined => {
  const megabytes = numberOf(params["ramCount"]) ?? 0;
  return megabytes === 0 ? undefined : megabytes * (numberOf(params["coreCount"]) ?? 1);
};

/** The name that an output of a job has, with fields of its primary file's name in it. */
export const outputFile = (
  template: string,
  task: number,
  { fields }: Pick<ExecutionShape, "fields">,
  { serial, files }: Pick<TaskJob, "serial" | "files">,
): string => fillOutputName(template, task, serial, nameFields(files["IN"]?.[0] ?? "", fields));

/** The one seed base of a command: PanDA gives every `%RNDM` of an exec the offset of the first (PANDA P21). */
export const seedOffset = (command: string): number | undefined => {
  const first = /%RNDM[:=](\d+)/.exec(command)?.[1];
  return first === undefined ? undefined : Number(first);
};
