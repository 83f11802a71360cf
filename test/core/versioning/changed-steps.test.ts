import { expect, test } from "vitest";
import type { Production } from "../../../action/core/production/production.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { changedSteps } from "../../../action/core/versioning/changed-steps.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const script = (text: string): SourceFile => ({ path: "a.sh", mode: "100644", bytes: new TextEncoder().encode(text) });
const make = (changes: Draft = {}, first: Draft = {}, text = "echo\n"): Production =>
  valid(
    aRequest({
      steps: {
        first: aStep({ resources: ["a.sh"], run: "sh a.sh\n", eventsPerJob: 5, ...first }),
        second: aStep({ in: [{ from: "first", filesPerJob: 1 }], jobs: undefined }),
      },
      ...changes,
    }),
    { files: [script(text)] },
  ).production;

test("Every step of a new production counts as changed", () => {
  expect(changedSteps(undefined, make())).toEqual(["first", "second"]);
});

test("Descriptive words, versions and where PanDA runs a step change no job", () => {
  const other = { version: "1.0.1", description: "Other words", defaults: { sites: ["BNL"], maxAttempt: 5 } };
  expect(changedSteps(make(), make(other))).toEqual([]);
});

test.each([
  ["its payload", {}, { run: "sh a.sh again\n" }, "echo\n", ["first"]],
  ["a file that it reads", {}, {}, "echo changed\n", ["first"]],
  ["its events", {}, { eventsPerJob: 6 }, "echo\n", ["first"]],
  ["its memory", {}, { memory: 3000 }, "echo\n", ["first"]],
  ["the software of all", { build: "ana.419" }, {}, "echo\n", ["first", "second"]],
  ["the conditions of all", { conditions: "other" }, {}, "echo\n", ["first", "second"]],
] as const)("A change of %s changes what a job of the step does", (_, changes, first, text, steps) => {
  expect(changedSteps(make(), make(changes, first, text))).toEqual(steps);
});
