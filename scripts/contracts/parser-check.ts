import assert from "node:assert/strict";
import type { Plan } from "../../action/core/plan/plan.ts";
import { compareText } from "../../action/core/problems/problem.ts";
import { readCondition } from "../../action/core/production/condition.ts";
import type { Check } from "./check.ts";
import { byStep, expectedTasks, madeTasks } from "./expected-tasks.ts";
import { type IddsWorkflow, type Parsed, type ParsedNode, parseAsSent } from "./real-parser.ts";
import { type RenderedProduction, renderProduction } from "./rendered-production.ts";
import type { Venv } from "./venv.ts";
import type { Workflow } from "./workflow.ts";

/** panda-server's own parser and iDDS's own workflow classes make of a rendering what its plan foretells. */
export const parserCheck = (
  venv: Venv,
  name: string,
  render: () => Promise<RenderedProduction> = () => renderProduction(name),
): Check => ({
  name: `panda-server's parser makes of ${name} the tasks that its plan foretells`,
  run: async () => {
    using rendered = await render();
    const { nodes, workflow } = await accepted(venv, rendered);
    assert.deepEqual(workflow, expectedWorkflow(rendered.plan));
    assert.deepEqual(byStep(madeTasks(nodes, rendered.plan)), byStep(expectedTasks(rendered.plan)));
    assertNumberedByPosition(nodes, rendered.plan);
    assertNothingSymbolic(nodes);
  },
});

const accepted = async (venv: Venv, rendered: Workflow): Promise<Extract<Parsed, { kind: "accepted" }>> => {
  const parsed = await parseAsSent(venv, rendered);
  if (parsed.kind === "rejected") throw new Error(`the parser refused it: ${parsed.message}`);
  return parsed;
};

export const acceptedNodes = async (venv: Venv, rendered: Workflow): Promise<readonly ParsedNode[]> =>
  (await accepted(venv, rendered)).nodes;

/** The renderer writes steps in topological order so that this holds; the sandbox and the ledger do not rely on it. */
const assertNumberedByPosition = (nodes: readonly ParsedNode[], { outDS }: Plan): void =>
  assert.deepEqual(
    nodes.map(({ task_name }) => task_name),
    nodes.map(({ name }, position) => `${outDS}_${String(position).padStart(3, "0")}_${name}`),
  );

/** A placeholder that nobody resolved becomes a dataset that nobody makes (PANDA P17). */
const assertNothingSymbolic = (nodes: readonly ParsedNode[]): void => {
  for (const { name, task_params } of nodes) {
    const left = /(%|@)\{[^}"]*\}?|___idds___/.exec(JSON.stringify(task_params));
    if (left !== null) throw new Error(`${name}: ${left[0]} is left in its task parameters`);
  }
};

type PlannedStep = Plan["steps"][number];

/** What iDDS's object of the workflow must say, from the plan: the works, and when each of them may begin. */
const expectedWorkflow = ({ steps }: Plan): IddsWorkflow => ({
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
