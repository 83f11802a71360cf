import type { Step } from "../workflow/cwl-reader.ts";

/**
 * Sweeps over the steps until each has a number; a sweep takes a step once its parents have theirs, those of the same
 * sweep included. In 2022 the list came sorted by name, with cwl-utils 0.37 as the file has it (PANDA P15).
 */
export const numberSteps = (steps: readonly Step[], order: "by-file" | "by-name"): readonly Step[] => {
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
export const parentNames = (step: Step, steps: readonly Step[]): readonly string[] => {
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
