import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { inputsFile, workflowFile } from "../../action/core/render/rendering.ts";
import { joinsBegunBy, stepsWithoutTask } from "../../action/core/submission/joins.ts";
import { anIntent } from "../../test/core/submission/a-submission.ts";
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

const waiting = Object.keys(steps).slice(3);

/** One state of each kind, and no task at all; of all states see `iddsStatesCheck`. */
const states = [null, "running", "paused", "done", "finished", "failed"] as const;

export const begunStepsCheck = (venv: Venv): Check => ({
  name: `iDDS begins steps of one and several parents, and those with \`when\`, as the sandbox and our status do: ${states.length ** 3} choices of their states`,
  run: async () => {
    using rendered = await renderWanted({ name: "begun", steps });
    const parsed = await parseAsSent(venv, rendered, { states });
    assert(parsed.kind === "accepted");
    assert.equal(parsed.begun.length, states.length ** 3);
    const ours = await begunInSandbox(rendered);
    for (const { states, begun } of parsed.begun) assert.deepEqual(ours(states), begun, JSON.stringify(states));
    assertBegunAsExpected(parsed.begun);
  },
});

/** What our status says of steps that get no task, and which ones a pause may begin. */
const assertBegunAsExpected = (rows: readonly BegunSteps[]): void => {
  const intent = anIntent({
    steps: Object.keys(steps),
    content: { format: 1, request: { steps } as never, resources: [] },
  });
  const first = ["a", "b", "c"];
  const tasks = first.map((step) => ({ step }));
  for (const lost of [[], ["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], first]) {
    const possible = rows.filter(({ states }) => lost.every((step) => states[step] === "failed"));
    const never = waiting.filter((step) => !possible.some(({ begun }) => begun.includes(step)));
    assert.deepEqual(stepsWithoutTask(intent, tasks, lost), never, `behind ${lost.join(", ")}`);
  }
  for (const step of first) {
    const paused = rows.filter(({ states }) => states[step] === "paused");
    const running = (at: BegunSteps): readonly string[] =>
      rows.find(({ states }) => isDeepStrictEqual(states, { ...at.states, [step]: "running" }))?.begun ?? [];
    const begun = new Set(paused.flatMap((row) => row.begun.filter((one) => !running(row).includes(one))));
    // Once iDDS has seen the pause, a step that waits for the failure never comes: its parent has not failed.
    const harmed = waiting.filter((one) => begun.has(one) || (one === "failed" && step === "a"));
    assert.deepEqual(joinsBegunBy(intent, tasks, [], step), harmed, `a pause of ${step}`);
  }
};

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
    return nodes.flatMap((node) => (!(node.name in states) && mayBegin(planned, node) ? [node.name] : [])).toSorted();
  };
};
