import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan, PlannedInput } from "../../action/core/plan/plan.ts";
import type { Check } from "./check.ts";
import { byStep, expectedTasks, madeTasks } from "./expected-tasks.ts";
import { runClient } from "./real-client.ts";
import { parseAsSent } from "./real-parser.ts";
import type { RenderedProduction } from "./rendered-production.ts";
import { withSandbox } from "./sandbox-panda.ts";
import type { Venv } from "./venv.ts";
import { vo } from "./workflow.ts";

const spec = "native.yaml";

/**
 * What `shrek plan --as native` prints is taken by PanDA's native parser as the plan says, and by the native client. With
 * conditions, which that description does not have, it is taken and says so.
 */
export const nativePlanCheck = (venv: Venv, name: string, render: () => Promise<RenderedProduction>): Check => ({
  name: `the native description of ${name} is what its plan foretells`,
  run: async () => {
    using rendered = await render();
    const text = await rendered.native();
    await writeFile(join(rendered.dir, spec), text);
    const parsed = await parseAsSent(venv, rendered, { spec });
    if (parsed.kind === "rejected") throw new Error(`the native parser refused it: ${parsed.message}`);
    if (!/^# .* (reads no conditions here|several primary inputs|would find no files)/m.test(text))
      assert.deepEqual(
        byStep(madeTasks(parsed.nodes, rendered.plan)),
        byStep(expectedTasks(asTheNativeParserReads(rendered.plan, text))),
      );
    await acceptedByClient(venv, rendered);
  },
});

const acceptedByClient = (venv: Venv, rendered: RenderedProduction): Promise<void> =>
  withSandbox(rendered, [], async ({ sandbox, address }) => {
    const { outDS, label } = rendered.plan;
    const options = ["--wfd", spec, "--outDS", outDS, "--vo", vo, "--prodSourceLabel", label, "--noSubmit"];
    const official = outDS.startsWith("group.") ? ["--official"] : [];
    const { exitCode, printed } = await runClient(
      venv,
      "pchain_native",
      [...options, ...official],
      address,
      rendered.dir,
    );
    assert.equal(exitCode, 0, printed);
    assert.equal(sandbox.count().natives, 0, printed);
  });

/**
 * `inDsType` is not read: a primary input becomes the parent's first output, which the description says in a line of
 * its own. Should the parser learn it, this fails and the line can go.
 */
const asTheNativeParserReads = (plan: Plan, text: string): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({
    ...step,
    inputs: step.inputs.map((input): PlannedInput => {
      const parent = plan.steps.find(({ outputs }) => outputs.some(({ dataset }) => dataset === input.dataset));
      const [first] = parent?.outputs ?? [];
      if (input.stream !== "IN1" || first === undefined || first.dataset === input.dataset) return input;
      assert.match(text, new RegExp(`^# .* ${step.step} would get `, "m"));
      return { ...input, dataset: first.dataset };
    }),
  })),
});
