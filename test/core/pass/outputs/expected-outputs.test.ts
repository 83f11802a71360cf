import { expect, test } from "vitest";
import { expectedOutputs } from "../../../../action/core/pass/outputs/expected-outputs.ts";
import { type Content, contentDigest } from "../../../../action/core/production/content.ts";
import { anIntent, aTask, at } from "../../submission/a-submission.ts";
import { allRead, anArriving, place, someRead } from "./an-arriving.ts";

const contentOf = (steps: Content["request"]): Content => ({ format: 1, request: { schema: 1, steps }, resources: [] });
const made = (out: readonly unknown[], more: object = {}) => ({ simulate: { out, ...more } }) as Content["request"];
const asked = (out: readonly unknown[], more: object = {}) => {
  const content = contentOf(made(out, more));
  return { content, contentDigest: contentDigest(content), steps: ["simulate"] };
};
const name = "user.ada.sP26a-toy-1.0.0-0_000_simulate";
const seen = (finished: number, of = name) =>
  ({
    event: "seen",
    verdict: "done",
    tasks: [aTask("simulate", "done", { name: of, finished })],
    pandaDate: at("10:00"),
  }) as const;
const one = (output: string, change: object = {}) => ({
  ...{ step: "simulate", task: 1, dataset: `${name}_${output}` },
  ...{ did: { scope: "user.ada", name: `${name}_${output}` }, files: undefined, isListed: false, wanted: undefined },
  ...change,
});

test("Expected outputs are those that the jobs reported, by the name and number that they had then", () => {
  const state = anArriving([allRead("simulate", 1, { [`${name}_o.root`]: 7 })], asked(["o.root"]));

  expect(expectedOutputs(state)).toEqual([one("o.root", { files: 7, isListed: true })]);
});

test("An output of the request that no job reported is expected too, unless it is optional or found by a pattern", () => {
  const out = ["o.root", { name: "log.txt", optional: true }, { name: "h.*", files: "h*.root" }, { name: "qa.root" }];
  const state = anArriving([allRead("simulate", 1, { [`${name}_o.root`]: 7 })], asked(out));

  expect(expectedOutputs(state)).toEqual([one("o.root", { files: 7, isListed: true }), one("qa.root")]);
});

test("Each finished job of a large task that reads nothing made a file; of one that reads, nobody knows how many", () => {
  const tasks = { tasks: seen(5000) };
  const reads = { in: [{ from: "signal", filesPerJob: 1 }] };

  expect(expectedOutputs(anArriving([someRead("simulate", 1)], asked(["o.root"]), tasks))).toEqual([
    one("o.root", { files: 5000 }),
  ]);
  expect(expectedOutputs(anArriving([someRead("simulate", 1)], asked(["o.root"], reads), tasks))).toEqual([
    one("o.root"),
  ]);
});

test("An output that nobody could read of a task's jobs has no expected number", () => {
  const unknown = { step: "simulate", task: 1, kind: "not-known", reason: "no answer" } as const;

  expect(expectedOutputs(anArriving([unknown], asked(["o.root"])))).toEqual([one("o.root")]);
});

test("A task that finished nothing, or that is known no more, made nothing", () => {
  const steps = [someRead("simulate", 1)];

  expect(expectedOutputs(anArriving(steps, asked(["o.root"]), { tasks: seen(0) }))).toEqual([]);
  expect(expectedOutputs(anArriving([someRead("simulate", 99)], asked(["o.root"])))).toEqual([]);
  expect(expectedOutputs(anArriving(steps, asked(["o.root"]), { tasks: seen(1) }))).toHaveLength(1);
});

test("The slash behind a task's name is none of its outputs' names, and one inside stays", () => {
  const named = (of: string) =>
    expectedOutputs(anArriving([someRead("simulate", 1)], asked(["o.root"]), { tasks: seen(3, of) }))[0]?.dataset;

  expect(named(`${name}/`)).toBe(`${name}_o.root`);
  expect(named("user.ada/x")).toBe("user.ada/x_o.root");
});

test("Each step's outputs are expected where its intent says it", () => {
  const arrives = { place, at: { simulate: "FAR_DISK" }, experiment: "x" };
  const steps = { simulate: { out: ["o.root"] }, merge: { out: ["m.root"] } } as Content["request"];
  const state = anArriving([someRead("simulate", 1), someRead("merge", 2)], {
    ...anIntent({ content: contentOf(steps) }),
    arrives,
  });

  expect(expectedOutputs(state).map(({ step, task, wanted }) => [step, task, wanted])).toEqual([
    ["simulate", 1, "FAR_DISK"],
    ["merge", 2, undefined],
  ]);
});
