import { expect, test } from "vitest";
import type { MeasuredBefore } from "../../../action/core/ledger/measured-edits.ts";
import type { StepCompletion } from "../../../action/core/ledger/step-completion.ts";
import { measuredCost } from "../../../action/core/outcomes/measured-cost.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { measuredCostLines, measuredCostPart } from "../../../action/core/view/plan/measured-cost-text.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

const steps = (change: Draft = {}): Draft => ({ simulate: aStep({ jobs: 10, eventsPerJob: 100, ...change }) });
const productionOf = (of: Draft = steps()) => valid(aRequest({ version: "1.1.0", steps: of })).production;

type Whole = Extract<StepCompletion, { readonly kind: "all" | "unsuccessful" }>;
/** Ten jobs of an hour of processor time in all and 50 MB. */
const tenJobs = (change: Partial<Whole> = {}): StepCompletion => ({
  ...{ step: "simulate", task: 1, kind: "all", count: 10, first: 1, last: 10, sites: {}, failures: {} },
  used: { jobs: 10, seconds: 400, cpuSeconds: 3600, megabytes: 900 },
  outputs: { hits: { files: 10, bytes: 30_000_000 }, logs: { files: 10, bytes: 20_000_000 } },
  ...change,
});
const before = (seen: readonly StepCompletion[] = [tenJobs()], of: Draft = steps()): MeasuredBefore => {
  const { content } = valid(aRequest({ steps: of }));
  return { intent: anIntent({ tag: "sP26a-hfcharm-signal", content, steps: Object.keys(of) }), steps: seen };
};
const oneStep = (production: Parameters<typeof measuredCost>[0], ...ended: readonly MeasuredBefore[]) => {
  const cost = measuredCost(production, ended);
  return cost.kind === "nothing" ? undefined : cost.steps[0];
};

test("A cost is not measured without a version that ended well", () => {
  expect(measuredCost(productionOf(), [])).toEqual({ kind: "nothing" });
});

test("The cost of the last version is the estimate of the next, by step and in all, with its source", () => {
  expect(measuredCost(productionOf(), [before()])).toEqual({
    kind: "measured",
    of: "sP26a-hfcharm-signal@1.0.0",
    steps: [{ step: "simulate", jobs: 10, coreHours: 1, bytes: 50_000_000, measuredJobs: 10, isChanged: false }],
    total: { jobs: 10, coreHours: 1, bytes: 50_000_000 },
  });
});

test("Other numbers of jobs scale a measured cost, and so do other events of a job where both versions count them", () => {
  expect(oneStep(productionOf(steps({ jobs: 25 })), before())).toMatchObject({
    ...{ jobs: 25, coreHours: 2.5, bytes: 125_000_000, measuredJobs: 10, isChanged: false },
  });
  expect(oneStep(productionOf(steps({ eventsPerJob: 50 })), before())).toMatchObject({
    ...{ jobs: 10, coreHours: 0.5, bytes: 25_000_000, isChanged: true },
  });
  const uncounted = steps({ eventsPerJob: undefined });
  expect(oneStep(productionOf(uncounted), before())).toMatchObject({ coreHours: 1 });
  expect(oneStep(productionOf(), before([tenJobs()], uncounted))).toMatchObject({ coreHours: 1 });
});

test("A step that does other work now says so, and one with other resources alone does not", () => {
  expect(oneStep(productionOf(steps({ run: "make other\n" })), before())).toMatchObject({
    coreHours: 1,
    isChanged: true,
  });
  const one = tenJobs({ count: 1, used: { jobs: 1, seconds: 400, cpuSeconds: 360, megabytes: 900 } });
  expect(oneStep(productionOf(steps({ run: "make other\n" })), before([one]))).toMatchObject({
    ...{ measuredJobs: 1, isChanged: true },
  });
  expect(oneStep(productionOf(steps({ memory: 3000, jobs: 20 })), before())).toMatchObject({ isChanged: false });
});

test("The runs of a version are measured together, and those planned are counted together", () => {
  const runs = valid(aRequest({ version: "1.1.0", steps: steps(), runs: { list: "runs.txt" } }), {
    files: [textFile("runs.txt", "1\n2\n3\n")],
  }).production;
  const other = tenJobs({ used: { jobs: 10, seconds: 1, cpuSeconds: 7200, megabytes: 1 } });

  expect(oneStep(runs, before(), before([other]))).toMatchObject({
    ...{ jobs: 30, coreHours: 4.5, bytes: 150_000_000, measuredJobs: 20 },
  });
});

test("Jobs that nobody can count before are as many as were measured", () => {
  const reading = { fit: aStep({ in: [{ from: "data", gbPerJob: 5 }], jobs: undefined, run: 'fit "${data[@]}"\n' }) };
  const inputs = { data: { dataset: "group.sphenix:hits", files: 100 } };
  const uncounted = valid(aRequest({ version: "1.1.0", inputs, steps: reading })).production;
  const seen = tenJobs({ step: "fit" });

  expect(uncounted.steps[0]?.jobs).toBeUndefined();
  expect(oneStep(uncounted, before([seen], steps()))).toMatchObject({ jobs: 10, coreHours: 1, bytes: 50_000_000 });
  expect(oneStep(uncounted, before([tenJobs()], steps()))).toMatchObject({ jobs: null, coreHours: null, bytes: null });
});

test("Jobs that failed are no measure of good ones, also where no pilot reported what it used", () => {
  const { used: _, ...seen } = tenJobs({
    count: 12,
    failures: { "payload, exit code 1": 1, "pilot 1305": 1 },
  }) as Whole;

  expect(oneStep(productionOf(), before([seen]))).toMatchObject({
    ...{ coreHours: null, bytes: 50_000_000, measuredJobs: 10 },
  });
});

test.each<[string, StepCompletion, object]>([
  [
    "a record of the failed jobs alone",
    tenJobs({ kind: "unsuccessful" }),
    { measuredJobs: 0, coreHours: null, bytes: null },
  ],
  [
    "jobs that PanDA did not tell",
    { step: "simulate", task: 1, kind: "not-known", reason: "away" },
    { measuredJobs: 0, coreHours: null, bytes: null },
  ],
  [
    "processor time that a pilot did not report",
    tenJobs({ used: { jobs: 10, seconds: 1, cpuSeconds: null, megabytes: 1 } }),
    { measuredJobs: 10, coreHours: null, bytes: 50_000_000 },
  ],
  [
    "a size that PanDA does not know",
    tenJobs({ outputs: { hits: { files: 10, bytes: null }, logs: { files: 10, bytes: 5 } } }),
    { measuredJobs: 10, coreHours: 1, bytes: null },
  ],
  [
    "jobs of which none was good",
    tenJobs({ used: { jobs: 0, seconds: 1, cpuSeconds: 0, megabytes: 1 }, outputs: {} }),
    { measuredJobs: 0, coreHours: null, bytes: null },
  ],
])("The cost of a step is unknown by %s", (_, seen, cost) => {
  expect(oneStep(productionOf(), before([seen]))).toMatchObject({ jobs: 10, isChanged: false, ...cost });
});

test("A cost that one run does not know is measured of the other runs", () => {
  const unknown = tenJobs({
    used: { jobs: 10, seconds: 1, cpuSeconds: null, megabytes: 1 },
    outputs: { hits: { files: 1, bytes: null } },
  });

  expect(oneStep(productionOf(), before(), before([unknown]))).toMatchObject({
    ...{ coreHours: 1, bytes: 50_000_000, measuredJobs: 20 },
  });
});

test("A step that the last version did not have makes the whole cost unknown, and the others stay known", () => {
  const more = productionOf({ ...steps(), other: aStep({ out: ["other.tar"], jobs: 5 }) });
  const cost = measuredCost(more, [before()]);

  expect(cost).toMatchObject({
    steps: [
      { step: "simulate", coreHours: 1 },
      { step: "other", jobs: 5, coreHours: null, bytes: null, measuredJobs: 0, isChanged: false },
    ],
    total: { jobs: 15, coreHours: null, bytes: null },
  });
  expect(measuredCostLines(cost, "sP26a-hfcharm-signal", undefined)).toEqual([
    "Expected as measured of sP26a-hfcharm-signal@1.0.0: 15 jobs, core-hours unknown, output unknown.",
    [
      "step      jobs  core-hours  output   measured",
      "simulate    10  1           50 MB    10 jobs",
      "other        5  unknown     unknown  nothing",
    ].join("\n"),
    "",
  ]);
});

test("A plan says in one line what was measured, and marks a step that did other work", () => {
  const cost = measuredCost(productionOf(steps({ run: "make other\n" })), [before()]);
  const [part] = measuredCostPart(cost, "sP26a-hfcharm-signal");

  expect(part?.markdown).toContain("Expected as measured of sP26a-hfcharm-signal 1.0.0: 10 jobs, 1 core-hour, 50 MB");
  expect(part?.markdown).toContain("| simulate | 10 | 1 | 50 MB | 10 jobs of other work |");
  expect([measuredCostPart(undefined, "a"), measuredCostLines(undefined, "a", 80)]).toEqual([[], []]);
  expect(measuredCostLines({ kind: "nothing" }, "sP26a-toy", 80)).toEqual([
    "Nothing was measured before: no version of sP26a-toy is done.",
    "",
  ]);
});
