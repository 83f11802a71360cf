import type { JsonObject } from "../json.ts";
import { PythonError } from "../python-error.ts";
import { pythonQuote } from "../python-text.ts";
import { consolidatedName } from "../workflow/consolidated-name.ts";
import { type PrunArguments, readPrunArguments } from "./prun-arguments.ts";
import { byExpression, checkDatasets, outputParameters, prunOutputs } from "./prun-outputs.ts";
import { requirements } from "./prun-requirements.ts";
import { secondaryParameters } from "./prun-secondaries.ts";
import { splitting } from "./prun-splitting.ts";

/** What prun makes of its command line, as the server reads it: the task map without what the base gives. */
export type PrunTask = {
  readonly params: JsonObject;
  readonly jobParameters: readonly JsonObject[];
  readonly outputTypes: readonly string[];
};

/** prun 2.2.0 in dry mode, for what a workflow step can hold. */
export const prunTask = (words: readonly string[], taskName: string): PrunTask => {
  const options = readPrunArguments(words);
  confirmMemory(options);
  const outputs = prunOutputs(options, taskName);
  const log = options.has("noSeparateLog") ? undefined : logOf(taskName, options);
  const task: PrunTask = {
    params: {
      ...splitting(options),
      ...requirements(options),
      ...(options.text("inDS") === undefined ? { noInput: true } : { dsForIN: options.text("inDS") ?? "" }),
      ...(options.has("secondaryDSs") ? { reuseSecOnDemand: true } : {}),
      ...siteParameters(options),
      ...fieldParameters(options),
      architecture: options.text("architecture") ?? "",
      nMaxFilesPerJob: options.integer("maxNFilesPerJob") ?? 200,
      ...(log === undefined ? {} : { log }),
    },
    jobParameters: [
      ...outputParameters(options, outputs),
      ...inputParameters(options, taskName),
      { type: "constant", value: '-p "', padding: false },
      ...execParameters(options.text("exec") ?? ""),
      { type: "constant", value: '"' },
      ...secondaryParameters(options, taskName),
      ...payloadParameters(options),
    ],
    // The server looks for the last `_` of the dataset where the file has no name.
    outputTypes: outputs.map(({ file, template }) =>
      template.startsWith(byExpression) ? file.replace(/^.*_/, "") : file,
    ),
  };
  checkDatasets(outputs, log, options.has("unlimitNumOutputs"));
  return task;
};

/** prun asks a person; the server has none (PANDA P16). */
const confirmMemory = (options: PrunArguments): void => {
  if ((options.integer("memory") ?? 0) > 4000 && !options.has("y")) throw new PythonError("EOF when reading a line");
};

/** Of the file's name before that of the dataset. */
const fieldParameters = (options: PrunArguments): JsonObject => {
  const [ofFile, ofDataset] = [options.text("addNthFieldOfInFileToLFN"), options.text("addNthFieldOfInDSToLFN")];
  if (ofFile !== undefined) return { addNthFieldToLFN: ofFile, useFileAsSourceLFN: true };
  return ofDataset === undefined ? {} : { addNthFieldToLFN: ofDataset };
};

const logOf = (taskName: string, options: PrunArguments): JsonObject => ({
  dataset: `${taskName}.log/`,
  container: `${taskName}.log/`,
  type: "template",
  param_type: "log",
  value: options.has("addNthFieldOfInFileToLFN")
    ? `${taskName.split(".").slice(0, 2).join(".")}\${MIDDLENAME}.$JEDITASKID._\${SN}.log.tgz`
    : `${taskName}.log.$JEDITASKID.\${SN}.log.tgz`,
});

const inputParameters = (options: PrunArguments, taskName: string): readonly JsonObject[] => {
  const dataset = options.text("inDS");
  if (dataset === undefined) return [];
  const [match, antiMatch] = [options.text("match"), options.text("antiMatch")].map((glob) =>
    glob?.replaceAll(".", "\\.").replaceAll("*", ".*"),
  );
  const skip = options.integer("nSkipFiles") ?? 0;
  const exclude = "\\.log\\.tgz(\\.\\d+)*$";
  return [
    {
      type: "template",
      param_type: "input",
      value: '-i "${IN/T}"',
      dataset,
      exclude: antiMatch === undefined ? exclude : `${exclude},${antiMatch}`,
      ...(options.has("notExpandInDS") ? { consolidate: consolidatedName(taskName) } : { expand: true }),
      ...(skip > 0 ? { offset: skip } : {}),
      ...(match === undefined ? {} : { include: match }),
    },
  ];
};

/** What prun tells the job's wrapper beside the command. */
const payloadParameters = (options: PrunArguments): readonly JsonObject[] => {
  const text = (name: string, flag: string): string => (options.has(name) ? `${flag} ${options.text(name)} ` : "");
  const value = [
    text("rootVer", "--rootVer"),
    text("cmtConfig", "--cmtConfig"),
    text("writeInputToTxt", "--writeInputToTxt").replaceAll("%", ""),
    options.has("execWithRealFileNames") ? "--execWithRealFileNames " : "",
  ].join("");
  return value === "" ? [] : [{ type: "constant", value }];
};

const holders = ["SEQNUMBER", "SKIPEVENTS", "FIRSTEVENT", "MAXEVENTS", "SEGMENT_NAME"];
const split = new RegExp(`(${holders.map((name) => `[^=,"' ({;]*\\$\\{${name}[^}]*\\}[^,"' )};]*`).join("|")})`);

/** The exec text as job parameters: constants URL-quoted, placeholders as templates (panda-client PsubUtils). */
const execParameters = (exec: string): readonly JsonObject[] => {
  const offsets: Record<string, number> = {};
  const seed = /%RNDM[:=](\d+)%?/.exec(exec)?.[1];
  if (seed !== undefined) offsets["SEQNUMBER"] = Number(seed);
  const first = /%FIRSTEVENT[:=](\d+)%?/.exec(exec)?.[1];
  if (first !== undefined) offsets["FIRSTEVENT"] = Number(first);
  const text = exec
    .replace(/%RNDM[:=]\d+%?/g, "$${SEQNUMBER}")
    .replace(/%FIRSTEVENT[:=]\d+%?/g, "$${FIRSTEVENT}")
    .replace(/%(SKIPEVENTS|MAXEVENTS|SEGMENT_NAME)/g, "$${$1}");
  return text.split(split).map((item, index): JsonObject => {
    if (index % 2 === 0) return { type: "constant", value: pythonQuote(item), padding: false };
    const holder = /\$\{([^:}]+)/.exec(item)?.[1] ?? "";
    const offset = offsets[holder];
    return {
      type: "template",
      value: item,
      ...(holder === "SEQNUMBER" ? { param_type: "pseudo_input", dataset: "seq_number" } : { param_type: "number" }),
      ...(offset === undefined ? {} : { offset }),
      padding: false,
    };
  });
};

/** One site is a site; several are a choice for the broker, and then there is none. `AUTO` is prun's word for "any". */
const siteParameters = (options: PrunArguments): JsonObject => {
  const given = options.text("site") ?? "AUTO";
  const several = given.includes(",");
  return {
    site: several || given === "AUTO" ? null : given,
    excludedSite: splitList(options.list("excludedSite").join(",")),
    includedSite: several ? splitList(given) : null,
  };
};

const splitList = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  ),
];
