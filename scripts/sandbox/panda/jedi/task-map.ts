import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../json.ts";
import { prunTask } from "../prun/prun-task.ts";
import { quoteWord, splitWords } from "../prun/shell-words.ts";
import { PythonError } from "../python-error.ts";
import type { Node } from "../workflow/workflow.ts";

/** A node with the task PanDA would make of it. `inputs` are as the log shows them: placeholders replaced. */
export type PlannedNode = {
  readonly node: Node;
  readonly inputs: ReadonlyMap<string, Json>;
  readonly params: JsonObject;
  readonly outputTypes: readonly string[];
};

export type Base = { readonly container: JsonObject; readonly platform: string | undefined; readonly userName: string };

/** Keys a step's `opt_args` may change; all others of the base stay (PANDA P12). */
const stepKeys = ["log", "container_name", "site", "excludedSite", "includedSite", "nMaxFilesPerJob", "nGBPerJob"];

/** What the server hands to iDDS for a step: the base of the request, and what prun reads from the step's arguments. */
export const planNode = (node: Node, planned: readonly PlannedNode[], base: Base, isParent: boolean): PlannedNode => {
  if (node.type !== "prun") throw new PythonError(`the sandbox runs prun steps only, not ${node.type}`);
  const inputs = new Map([...node.inputs].filter(([name]) => name !== node.suppressed));
  resolveSecondaries(inputs, node, planned);
  const image = textOf(inputs.get("opt_containerImage")) ?? "";
  const args = words(required(inputs, "opt_args"));
  const datasets = inputDatasets(inputs, node, planned);
  // The words are cut before the placeholders are replaced: `%{DS1}` in opt_args stays as it is (trap 3).
  datasets.forEach((dataset, index) => replaceIn(inputs, `%{DS${index + 1}}`, dataset));
  if (datasets.length > 0) replaceIn(inputs, "%{DS*}", datasets.join(","));
  const command = [
    ...args,
    ...(datasets.length === 0 ? [] : ["--inDS", datasets.join(","), "--notExpandInDS", "--notExpandSecDSs"]),
    ...["--exec", required(inputs, "opt_exec"), "--outDS", node.taskName],
    ...(image === "" ? [] : ["--containerImage", image]),
  ];
  const task = prunTask(command, node.taskName);
  const [parent] = node.parents;
  return {
    node,
    inputs: new Map([...node.inputs].map(([name, value]) => [name, inputs.get(name) ?? value])),
    outputTypes: task.outputTypes.length === 0 ? ["dummy"] : task.outputTypes,
    params: {
      ...mergedParams(base, task.params, image),
      jobParameters: mergedJobParameters(listOf(base.container["jobParameters"]).map(objectOf), task.jobParameters),
      taskName: node.taskName,
      userName: base.userName,
      cliParams: ["prun", ...command].map(quoteWord).join(" "),
      ...(node.parents.length === 1 && parent !== undefined
        ? { noWaitParent: true, parentTaskName: planned[parent]?.node.taskName ?? "" }
        : {}),
      ...(isParent ? { noEmail: true } : {}),
    },
  };
};

const mergedParams = (base: Base, step: JsonObject, image: string): JsonObject => {
  const { container_name: _name, multiStepExec, ...container } = base.container;
  const architecture = textOf(step["architecture"]) ?? "";
  const added = Object.entries(step).filter(
    // An image counts only as an input of the node: one among the options is dropped.
    ([key]) => (!(key in container) || stepKeys.includes(key)) && (key !== "container_name" || image !== ""),
  );
  const options = objectOf(objectOf(multiStepExec)["containerOptions"]);
  return {
    ...container,
    ...Object.fromEntries(added),
    architecture:
      image === "" && !architecture.includes("@") && base.platform !== undefined
        ? `${architecture}@${base.platform}`
        : architecture,
    ...(image === "" || !isObject(multiStepExec)
      ? {}
      : { multiStepExec: { ...multiStepExec, containerOptions: { ...options, containerImage: image } } }),
  };
};

/** The base without its dummy exec, then the step's outputs, inputs and exec. */
const mergedJobParameters = (base: readonly JsonObject[], step: readonly JsonObject[]): readonly JsonObject[] => {
  const from = base.findIndex(({ type, value }) => type === "constant" && String(value).startsWith("-p "));
  if (from === -1) return [...base, ...step];
  const until = base.findIndex((item, index) => index > from && item["type"] === "constant" && !("padding" in item));
  return [...base.slice(0, from), ...(until === -1 ? [] : base.slice(until + 1)), ...step];
};

const words = (text: string): readonly string[] => {
  const split = splitWords(text);
  if (split.kind === "broken") throw new PythonError(split.message);
  return split.words;
};

const required = (inputs: ReadonlyMap<string, Json>, name: string): string => {
  const value = inputs.get(name);
  if (typeof value !== "string")
    throw new PythonError(value === undefined ? `'${name}'` : `expected string or bytes-like object in ${name}`);
  return value;
};

const resolveSecondaries = (inputs: Map<string, Json>, node: Node, planned: readonly PlannedNode[]): void => {
  const secondaries = inputs.get("opt_secondaryDSs");
  if (secondaries === undefined) return;
  const given = inputs.get("opt_secondaryDsTypes");
  const names = listOf(secondaries).map(String);
  const types = given === undefined ? names.map((name) => parentType(name, node, planned)) : listOf(given);
  names
    .slice(0, types.length)
    .forEach((name, index) => replaceIn(inputs, `%{SECDS${index + 1}}`, datasetName(name, types[index])));
};

const inputDatasets = (
  inputs: ReadonlyMap<string, Json>,
  node: Node,
  planned: readonly PlannedNode[],
): readonly string[] => {
  const given = inputs.get("opt_inDS");
  if (given === undefined || given === null || given === "") return [];
  const names = (Array.isArray(given) ? given : [given]).map(String);
  const type = inputs.get("opt_inDsType");
  const types = type ? (Array.isArray(type) ? type : [type]) : names.map((name) => parentType(name, node, planned));
  return names.map((name, index) => (types[index] ? datasetName(name, types[index]) : name));
};

/** Without a type given, the first output of the parent. */
const parentType = (taskName: string, node: Node, planned: readonly PlannedNode[]): string | null => {
  const parent = planned.find(
    (candidate) => candidate.node.taskName === taskName && node.parents.includes(candidate.node.id),
  );
  return parent?.outputTypes[0] ?? null;
};

const datasetName = (name: string, type: Json | undefined): string => {
  const text = textOf(type) ?? "";
  return text === "" ? `${name}/` : `${name}_${text.includes("*") ? `${text.replaceAll("*", "XYZ")}.tgz` : text}/`;
};

const replaceIn = (inputs: Map<string, Json>, from: string, to: string): void => {
  for (const name of ["opt_exec", "opt_args"]) {
    const value = inputs.get(name);
    if (typeof value === "string")
      inputs.set(
        name,
        value.replaceAll(from, () => to),
      );
  }
};
