import assert from "node:assert/strict";
import type { Plan } from "../../action/core/plan/plan.ts";
import type { Check } from "./check.ts";
import { type ComparedTask, foretoldTasks, madeTasks } from "./foretold.ts";
import { foretoldWorkflow } from "./foretold-workflow.ts";
import { type Parsed, type ParsedNode, parseAsSent } from "./real-parser.ts";
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
    const rendered = await render();
    try {
      const { nodes, workflow } = await accepted(venv, rendered);
      assert.deepEqual(workflow, foretoldWorkflow(rendered.plan));
      assert.deepEqual(byStep(madeTasks(nodes, rendered.plan)), byStep(foretoldTasks(rendered.plan)));
      assertNumberedByPosition(nodes, rendered.plan);
      assertNothingSymbolic(nodes);
    } finally {
      await rendered.remove();
    }
  },
});

/** A plan is in the author's order, the rendering in its own. */
const byStep = (tasks: readonly ComparedTask[]): readonly ComparedTask[] =>
  tasks.toSorted((a, b) => (a.step < b.step ? -1 : 1));

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
