import type { Plan } from "../../action/core/plan/plan.ts";
import { compareText } from "../../action/core/problems/problem.ts";
import { readCondition } from "../../action/core/production/condition.ts";
import type { IddsWorkflow } from "./real-parser.ts";

type PlannedStep = Plan["steps"][number];

/** What iDDS's object of the workflow must say, from the plan: the works, and when each of them may begin. */
export const foretoldWorkflow = ({ steps }: Plan): IddsWorkflow => ({
  works: steps.map(({ step }) => step).toSorted(compareText),
  begins: steps
    .filter(({ parents }) => parents.length > 0)
    .map((step) => ({ begins: step.step, behind: behind(step, steps) }))
    .toSorted((a, b) => compareText(a.begins, b.begins)),
});

/** One parent: a child may begin when that one has begun. Several: when all have been processed. */
const behind = (step: PlannedStep, steps: readonly PlannedStep[]): string => {
  // A step that watches reads nothing.
  const names = step.when?.startsWith("!") === true ? [step.when.slice(1)] : step.inputs.map(({ name }) => name);
  const condition = step.when === null ? undefined : readCondition(step.when, names);
  if (condition === undefined || typeof condition === "string")
    return step.parents.length === 1
      ? and(step.parents.map((parent) => `${parent} is_started`))
      : and(step.parents.map(processed));
  switch (condition.kind) {
    case "made":
      return and([processed(producerOf(step, condition.input, steps))]);
    case "failed":
      return and([`${suppressedOf(step, steps)} is_failed`]);
    case "and":
    case "or": {
      const sides = [condition.left, condition.right].map((input) => and([processed(producerOf(step, input, steps))]));
      return `${condition.kind}(${sides.toSorted(compareText).join(", ")})`;
    }
  }
};

const processed = (step: string): string => `${step} is_processed`;
const and = (words: readonly string[]): string => `and(${words.toSorted(compareText).join(", ")})`;

const makes = ({ outputs }: PlannedStep, read: string): boolean => outputs.some(({ dataset }) => dataset === read);

const producerOf = ({ inputs }: PlannedStep, input: number, steps: readonly PlannedStep[]): string => {
  const read = inputs.find(({ stream }) => stream === `IN${input}`)?.dataset ?? "";
  return steps.find((one) => makes(one, read))?.step ?? read;
};

/** What is read if it failed is no input any more: the parent of which the step reads nothing. */
const suppressedOf = ({ parents, inputs }: PlannedStep, steps: readonly PlannedStep[]): string =>
  parents.find((parent) => {
    const made = steps.find(({ step }) => step === parent);
    return made === undefined || !inputs.some(({ dataset }) => makes(made, dataset));
  }) ?? "nothing";
