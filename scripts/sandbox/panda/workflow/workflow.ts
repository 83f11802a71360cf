import { isObject, type Json } from "../json.ts";
import { PythonError } from "../python-error.ts";
import { type Condition, readCondition, suppressedInput } from "./condition.ts";
import type { Cwl, Step, StepInput } from "./cwl-reader.ts";

/** A step with its number, and its inputs as values: datasets of parents, inputs of the workflow. */
export type Node = {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** `<outDS>_<NNN>_<step>`: name of the task, beginning of its datasets. */
  readonly taskName: string;
  readonly inputs: ReadonlyMap<string, Json>;
  readonly suppressed: string | undefined;
  readonly parents: readonly number[];
  readonly condition: Condition | null;
};

const types = ["prun", "phpo", "junction", "reana", "gitlab"];

/** Numbers the steps and follows every `step/output` and workflow input (PANDA P14, P15). */
export const resolveWorkflow = (
  cwl: Cwl,
  values: Json,
  outDS: string,
  order: "by-file" | "by-name",
): readonly Node[] => {
  if (cwl.inputs.size > 0 && !isObject(values))
    throw new PythonError(`argument of type '${values === null ? "NoneType" : "list"}' is not iterable`);
  const inputs = new Map(
    [...cwl.inputs].map(([name, value]) => [name, (isObject(values) ? values[name] : undefined) ?? value]),
  );
  const numbered = numberSteps(cwl.steps, order);
  const outputs = new Map(
    numbered.map((step, id) => [`${step.name}/${step.output}`, { id, taskName: taskNameOf(outDS, id, step.name) }]),
  );
  return numbered.map((step, id): Node => {
    const parentsOf = ({ sources }: StepInput): readonly number[] =>
      sources.flatMap((source) => outputs.get(source)?.id ?? []);
    const valueOf = (input: StepInput): Json => {
      const resolved = input.sources.map(
        (source) =>
          outputs.get(source)?.taskName ??
          (inputs.has(source) ? (inputs.get(source) ?? null) : input.isList ? source : null),
      );
      return input.sources.length === 0 ? input.default : input.isList ? resolved : (resolved[0] ?? input.default);
    };
    return {
      id,
      name: step.name,
      type: typeOf(step),
      taskName: taskNameOf(outDS, id, step.name),
      inputs: new Map(inOrder(step.inputs, order).map((input) => [input.name, valueOf(input)])),
      suppressed: step.when === undefined ? undefined : suppressedInput(step.when),
      parents: [...new Set(step.inputs.flatMap(parentsOf))].sort((a, b) => a - b),
      condition: step.when === undefined ? null : conditionOf(step, step.when, parentsOf),
    };
  });
};

/** Older cwl-utils sorted what a step takes as it sorted the steps. */
const inOrder = (inputs: readonly StepInput[], order: "by-file" | "by-name"): readonly StepInput[] =>
  order === "by-file" ? inputs : inputs.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const taskNameOf = (outDS: string, id: number, step: string): string =>
  `${outDS}_${String(id).padStart(3, "0")}_${step}`;

const typeOf = (step: Step): string => {
  const type = (step.run.split("/").at(-1) ?? "").replace(/\.cwl$/, "");
  if (types.includes(type)) return type;
  if (step.run.endsWith(".cwl")) throw new PythonError(`the sandbox takes no sub-workflows: ${step.run}`);
  throw new PythonError(`Unknown workflow ${step.run}`);
};

const conditionOf = (step: Step, when: string, parentsOf: (input: StepInput) => readonly number[]): Condition =>
  readCondition(when, (name) => {
    const input = step.inputs.find((candidate) => candidate.name === name);
    if (input === undefined) throw new PythonError(`unresolved paramter ${name} in the condition string`);
    return parentsOf(input);
  });

/**
 * Sweeps over the steps until each has a number; a sweep takes a step once its parents have theirs, those of the same
 * sweep included. In 2022 the list came sorted by name, with cwl-utils 0.37 as the file has it (PANDA P15).
 */
const numberSteps = (steps: readonly Step[], order: "by-file" | "by-name"): readonly Step[] => {
  const list = order === "by-file" ? steps : steps.toSorted((a, b) => compareCodePoints(a.name, b.name));
  const numbered: Step[] = [];
  const names = new Set<string>();
  let left = list;
  while (left.length > 0) {
    const waiting = left.filter((step) => {
      if (!parentNames(step, steps).every((parent) => names.has(parent))) return true;
      numbered.push(step);
      names.add(step.name);
      return false;
    });
    // A cycle never ends on the real server: it recurses until Python gives up.
    if (waiting.length === left.length) return [...numbered, ...waiting];
    left = waiting;
  }
  return numbered;
};

/** Steps whose output an input names as `step/output`. */
const parentNames = (step: Step, steps: readonly Step[]): readonly string[] => {
  const sources = step.inputs.flatMap((input) => input.sources);
  return steps.filter(({ name, output }) => sources.includes(`${name}/${output}`)).map(({ name }) => name);
};

const compareCodePoints = (a: string, b: string): number => {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};
