import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import type { TaskStatus } from "../sandbox/panda/state.ts";
import { readCwl, readInputValues } from "../sandbox/panda/workflow/cwl-reader.ts";
import { mayBegin, workOfStatus } from "../sandbox/panda/workflow/idds.ts";
import { resolveWorkflow } from "../sandbox/panda/workflow/workflow.ts";
import type { Check } from "./check.ts";
import { type BegunSteps, parseAsSent } from "./real-parser.ts";
import type { RenderedProduction } from "./rendered-production.ts";
import { renderWanted } from "./requests/compared-workflow.ts";
import type { Venv } from "./venv.ts";

const make = { out: ["o.txt"], jobs: 2, run: "date >o.txt" };
const read = (parents: readonly string[], when?: string): Readonly<Record<string, unknown>> => ({
  in: parents.map((from) => ({ from, filesPerJob: 1 })),
  out: ["o.txt"],
  run: "date >o.txt",
  ...(when === undefined ? {} : { when }),
});

/** Each way in which a step waits for others. */
const steps = {
  ...{ a: make, b: make, c: make },
  one: read(["a"]),
  two: read(["a", "b"]),
  three: read(["a", "b", "c"]),
  made: read(["a"], "a"),
  both: read(["a", "b"], "a && b"),
  either: read(["a", "b"], "a || b"),
  failed: { ...read(["a"], "!a"), jobs: 1 },
};

/** One state of each kind, and no task at all; of all states see `iddsStatesCheck`. */
const states = [null, "running", "paused", "done", "finished", "failed"] as const;

export const begunStepsCheck = (venv: Venv): Check => ({
  name: `iDDS begins steps of one and several parents, and those with \`when\`, as the sandbox does: ${states.length ** 3} choices of their states`,
  run: async () => {
    using rendered = await renderWanted({ name: "begun", steps });
    const parsed = await parseAsSent(venv, rendered, { states });
    assert(parsed.kind === "accepted");
    assert.equal(parsed.begun.length, states.length ** 3);
    const ours = await begunInSandbox(rendered);
    for (const { states, begun } of parsed.begun) assert.deepEqual(ours(states), begun, JSON.stringify(states));
  },
});

const begunInSandbox = async ({ dir, plan }: RenderedProduction) => {
  const [cwl, inputs] = await Promise.all([workflowFile, inputsFile].map((file) => readFile(join(dir, file), "utf8")));
  const nodes = resolveWorkflow(readCwl(cwl ?? ""), readInputValues(inputs ?? ""), plan.outDS, "by-file");
  return (states: BegunSteps["states"]): BegunSteps["begun"] => {
    const planned = nodes.map(({ name, id }) => {
      const state = states[name] ?? null;
      return state === null
        ? { task: null, work: null }
        : { task: id, work: workOfStatus[state as TaskStatus] ?? null };
    });
    const waiting = nodes.filter(({ name }) => !(name in states));
    return waiting.flatMap((node) => (mayBegin(planned, node) ? [node.name] : [])).toSorted();
  };
};
