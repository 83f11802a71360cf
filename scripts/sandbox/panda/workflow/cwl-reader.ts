import { load } from "js-yaml";
import { isObject, type Json, listOf, objectOf, textOf } from "../json.ts";
import { PythonError } from "../python-error.ts";

export type StepInput = {
  readonly name: string;
  readonly default: Json;
  readonly sources: readonly string[];
  readonly isList: boolean;
};
export type Step = {
  readonly name: string;
  readonly run: string;
  readonly inputs: readonly StepInput[];
  readonly output: string;
  readonly when: string | undefined;
};
export type Cwl = { readonly inputs: ReadonlyMap<string, Json>; readonly steps: readonly Step[] };

const versions = ["v1.0", "v1.1", "v1.2"];

/** The part of CWL that PanDA's parser takes (PANDA P13), read from the file that came over the wire. */
export const readCwl = (text: string): Cwl => {
  const root = objectOf(parseYaml(text));
  if (root["cwlVersion"] === undefined) throw new PythonError("Missing 'cwlVersion' field");
  const version = textOf(root["cwlVersion"]) ?? "";
  if (!versions.includes(version))
    throw new PythonError(`Version error. Did not recognise ${version} as a CWL version`);
  if (root["class"] !== "Workflow") throw new PythonError("Field `class` is not a Workflow");
  const steps = named(root["steps"]).map(([name, step]) => readStep(name, objectOf(step)));
  if (steps.length === 0) throw new PythonError("the `steps` field is empty or missing");
  if (version !== "v1.2" && steps.some(({ when }) => when !== undefined)) throw new PythonError("invalid field `when`");
  return {
    inputs: new Map(named(root["inputs"]).map(([name, input]) => [name, objectOf(input)["default"] ?? null])),
    steps,
  };
};

/** The values of the workflow's inputs; an empty file is `null`, as in Python. */
export const readInputValues = (text: string): Json => (text.trim() === "" ? null : parseYaml(text));

const parseYaml = (text: string): Json => {
  try {
    return JSON.parse(JSON.stringify(load(text))) as Json; // dates and the like become what JSON knows
  } catch (error) {
    throw new PythonError(error instanceof Error ? error.message : String(error));
  }
};

/** CWL writes maps either as a map or as a list of items with `id`. */
const named = (value: unknown): readonly (readonly [string, Json])[] =>
  isObject(value) ? Object.entries(value) : listOf(value).map((item) => [idOf(item), item] as const);

const idOf = (item: unknown): string => textOf(item) ?? textOf(objectOf(item)["id"]) ?? "";

const readStep = (name: string, step: Readonly<Record<string, Json>>): Step => ({
  name,
  run: textOf(step["run"]) ?? "",
  inputs: named(step["in"]).map(([input, value]) => readInput(input, value)),
  output: idOf(listOf(step["out"])[0] ?? "outDS"),
  when: textOf(step["when"]),
});

const readInput = (name: string, value: Json): StepInput => {
  const source = isObject(value) ? value["source"] : value;
  return {
    name,
    default: isObject(value) ? (value["default"] ?? null) : null,
    sources: Array.isArray(source)
      ? source.map(String)
      : source === undefined || source === null
        ? []
        : [String(source)],
    isList: Array.isArray(source),
  };
};
