import { consolidatedName } from "./consolidated-name.ts";
import type { JsonObject } from "./json.ts";
import { type PrunArguments, readPrunArguments } from "./prun-arguments.ts";
import { execParameters } from "./prun-exec.ts";
import { checkDatasets, type PrunOutput, prunOutputs } from "./prun-outputs.ts";
import { secondaryParameters } from "./prun-secondaries.ts";
import { splitting } from "./prun-splitting.ts";
import { PythonError } from "./python-error.ts";
import { pythonRepr } from "./python-text.ts";

/** What prun makes of its command line, as the server reads it: the task map without what the base gives. */
export type PrunTask = {
  readonly params: JsonObject;
  readonly jobParameters: readonly JsonObject[];
  readonly outputTypes: readonly string[];
};

/** prun 2.0.2 in dry mode, for what a workflow step can hold (panda-wire parts 7 and 9). */
export const prunTask = (words: readonly string[], taskName: string): PrunTask => {
  const options = readPrunArguments(words);
  confirmMemory(options);
  const outputs = prunOutputs(options.text("outputs"), taskName);
  const log = options.has("noSeparateLog") ? undefined : logOf(taskName);
  const task: PrunTask = {
    params: {
      ...splitting(options),
      ...requirements(options),
      ...(options.text("inDS") === undefined ? { noInput: true } : { dsForIN: options.text("inDS") ?? "" }),
      ...(options.has("secondaryDSs") ? { reuseSecOnDemand: true } : {}),
      site: options.text("site") ?? null,
      excludedSite: options.list("excludedSite").flatMap((sites) => sites.split(",")),
      includedSite: null,
      architecture: options.text("architecture") ?? "",
      nMaxFilesPerJob: options.integer("maxNFilesPerJob") ?? 200,
      ...(log === undefined ? {} : { log }),
    },
    jobParameters: [
      ...outputParameters(outputs),
      ...inputParameters(options, taskName),
      { type: "constant", value: '-p "', padding: false },
      ...execParameters(options.text("exec") ?? ""),
      { type: "constant", value: '"' },
      ...secondaryParameters(options, taskName),
    ],
    outputTypes: outputs.map(({ file }) => file),
  };
  checkDatasets(outputs, log, options.has("unlimitNumOutputs"));
  return task;
};

/** prun asks a person; the server has none (panda-wire part 7, trap 2). */
const confirmMemory = (options: PrunArguments): void => {
  if ((options.integer("memory") ?? 0) > 4000 && !options.has("y")) throw new PythonError("EOF when reading a line");
};

const logOf = (taskName: string): JsonObject => ({
  dataset: `${taskName}.log/`,
  container: `${taskName}.log/`,
  type: "template",
  param_type: "log",
  value: `${taskName}.log.$JEDITASKID.\${SN}.log.tgz`,
});

const outputParameters = (outputs: readonly PrunOutput[]): readonly JsonObject[] => {
  if (outputs.length === 0) return [];
  const map = Object.fromEntries(outputs.map(({ given, template }) => [given, template]));
  return [
    ...outputs.map(
      ({ template, dataset }): JsonObject => ({
        type: "template",
        value: template,
        param_type: "output",
        dataset,
        container: dataset,
        hidden: true,
      }),
    ),
    { type: "constant", value: `-o "${pythonRepr(map)}"` },
  ];
};

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

const requirements = (options: PrunArguments): JsonObject => {
  const number = (name: string, key: string): JsonObject => {
    const value = options.integer(name) ?? 0;
    return value > 0 ? { [key]: value } : {};
  };
  const memory = options.integer("memory") ?? 0;
  const attempts = options.integer("maxAttempt") ?? 0;
  return {
    ...(memory > 0
      ? { ramCount: memory, ramCountUnit: options.has("fixedRamCount") ? "MBPerCoreFixed" : "MBPerCore" }
      : {}),
    ...((options.integer("nCore") ?? 1) > 1 ? { coreCount: options.integer("nCore") ?? 1 } : {}),
    ...number("maxWalltime", "maxWalltime"),
    ...number("priority", "currentPriority"),
    ...((options.integer("cpuTimePerEvent") ?? 0) > 0
      ? { cpuTime: options.integer("cpuTimePerEvent") ?? 0, cpuTimeUnit: "HS06sPerEvent" }
      : {}),
    ...(options.has("outDiskCount")
      ? { outDiskCount: options.integer("outDiskCount") ?? 0, outDiskUnit: "kBFixed" }
      : {}),
    ...(attempts > 0 && attempts <= 50 ? { maxAttempt: attempts } : {}),
    ...(options.has("noEmail") ? { noEmail: true } : {}),
    ...(options.has("expertOnly_skipScout") || options.has("skipScout") ? { skipScout: true } : {}),
    ...(options.has("disableAutoRetry") ? { disableAutoRetry: 1 } : {}),
    ...(options.has("avoidVP") ? { avoidVP: true } : {}),
    ...(options.has("forceStaged") || options.text("transferType") === "file" ? { useLocalIO: 1 } : {}),
    ...(options.has("workingGroup")
      ? { workingGroup: (options.text("workingGroup") ?? "").split(/[.:]/)[0] ?? "" }
      : {}),
    ...(options.has("containerImage") ? { container_name: options.text("containerImage") ?? "" } : {}),
  };
};
