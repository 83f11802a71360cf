import { expect, test } from "vitest";
import { didText } from "../../../action/core/catalogue/data-seen.ts";
import { outputDids } from "../../../action/core/ledger/keeping.ts";
import { anIntent, aTask, bothTasks } from "../submission/a-submission.ts";

const out = ["hits.root", { name: "log.txt", optional: true }, { name: "parts", files: "*.root" }];
const content = {
  format: 1,
  request: { steps: { simulate: { out }, merge: { out: ["all.root"] } } },
  resources: [],
} as const;

test("Each output of each task is a container of its name in the scope that the name begins with", () => {
  const found = outputDids(anIntent({ content }), bothTasks("done"));
  expect(found.map(({ did, step, output, isCertain }) => [didText(did), step, output, isCertain])).toEqual([
    ["user.ada:user.ada.sP26a-toy-1.0.0-0_000_simulate_hits.root", "simulate", "hits.root", true],
    ["user.ada:user.ada.sP26a-toy-1.0.0-0_000_simulate_log.txt", "simulate", "log.txt", false],
    ["user.ada:user.ada.sP26a-toy-1.0.0-0_000_simulate_parts", "simulate", "parts", false],
    ["user.ada:user.ada.sP26a-toy-1.0.0-0_000_merge_all.root", "merge", "all.root", true],
  ]);
});

test("Two tasks of one name make one container", () => {
  expect(outputDids(anIntent({ content }), [aTask("merge", "done"), aTask("merge", "done", { id: 9 })])).toHaveLength(
    1,
  );
});
