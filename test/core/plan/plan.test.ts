import { describe, expect, test } from "vitest";
import { graphLines } from "../../../action/core/plan/graph-text.ts";
import { type Plan, planProduction } from "../../../action/core/plan/plan.ts";
import { askedOf, changedBy } from "../../../action/core/policy/asked.ts";
import { buildText } from "../../../action/core/view/plan/table-text.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const plan = (changes: Draft): Plan => planProduction(valid(aRequest(changes)).production);

/** Signal in pile-up, ten by five, then merged. */
const chain = plan({
  version: "1.2.0-test.3",
  inputs: { hepmc: { dataset: "user.tester.hepmc/", files: 25 } },
  defaults: { sites: ["BNL"], walltime: 2, maxAttempt: 3 },
  steps: {
    merge: { in: [{ from: "pileup", output: "dst.tar", filesPerJob: 5 }], out: ["all.tar"], walltime: 1, run: "make" },
    pileup: {
      in: [
        { from: "signal", filesPerJob: 1 },
        { from: "background", filesPerJob: 5, reuse: true },
      ],
      out: ["dst.tar", "qa.root"],
      eventsPerJob: 100,
      cores: 8,
      run: "make",
    },
    signal: { in: [{ from: "hepmc", filesPerJob: 2 }], out: ["hits.tar"], run: "make" },
    background: aStep({ jobs: 7, seed: { stream: "bkg" } }),
  },
});
const step = (name: string): Plan["steps"][number] | undefined => chain.steps.find((planned) => planned.step === name);

test("The jobs of a step are counted from its input files, and the last job gets the rest", () => {
  expect(chain.steps.map(({ step, jobs }) => [step, jobs])).toEqual([
    ["signal", 13],
    ["background", 7],
    ["pileup", 13],
    ["merge", 3],
  ]);
  expect(chain.total.jobs).toBe(36);
});

test("A step with an own build is shown with that build, and counts for approvals", () => {
  const { production } = valid(aRequest({ steps: { simulate: aStep(), again: aStep({ build: "ana.425" }) } }));
  const planned = planProduction(production);

  expect(planned.steps.map(({ build }) => build)).toEqual([undefined, "ana.425"]);
  expect(buildText(planned)).toEqual(["again runs with the build ana.425."]);
  expect(askedOf(production, changedBy([])).builds).toEqual(["ana.418", "ana.425"]);
});

test("A step that reads all files of an input has one job", () => {
  const { steps } = plan({
    inputs: {
      raw: { dataset: "user.tester.raw", files: 300 },
      pool: { dataset: "user.tester.pool/", files: 30 },
    },
    steps: {
      all: { in: [{ from: "raw", filesPerJob: "all" }], out: ["a.root"], run: "make" },
      each: {
        in: [
          { from: "raw", filesPerJob: 1 },
          { from: "pool", filesPerJob: "all", reuse: true },
        ],
        out: ["e.root"],
        run: "make",
      },
    },
  });

  expect(steps.map(({ step, jobs, inputs }) => [step, jobs, inputs.map(({ filesPerJob }) => filesPerJob)])).toEqual([
    ["all", 1, [300]],
    ["each", 300, [1, 30]],
  ]);
  expect(steps[1]?.prun).toContain("--secondaryDSs IN2:30:");
  expect(steps.map(({ inputs }) => inputs.map(({ all }) => all))).toEqual([[true], [undefined, undefined]]);
});

test("Core-hours in a plan are the maximum: jobs, cores, hours and attempts multiplied", () => {
  expect(chain.steps.map(({ coreHours }) => coreHours)).toEqual([78, 42, 624, 9]);
  expect(chain.total.coreHours).toBe(753);
});

test("A number that the request does not give is unknown in a plan, never zero", () => {
  const silent = plan({});

  expect(silent.steps[0]).toMatchObject({ coreHours: null, memory: null, walltime: null, events: null });
  expect(silent.total).toEqual({
    jobs: 10,
    coreHours: null,
    ceiling: 100_000,
    estimate: { coreHours: null, gigabytes: null },
  });
});

test("A plan has the events of data from outside, where the request gives their number", () => {
  const inputs = { data: { dataset: "user.tester.data/", files: 10, events: 1005 } };
  const events = (read: object) =>
    plan({ inputs, steps: { a: { in: [{ from: "data", filesPerJob: 1, ...read }], out: ["a.root"], run: "make\n" } } })
      .steps[0]?.events;

  expect([events({}), events({ repeat: 2 }), events({ skip: 5 })]).toEqual([1005, 2010, 503]);
});

test("One step without a walltime makes the total core-hours unknown", () => {
  expect(plan({ steps: { a: aStep({ walltime: 1 }), b: aStep() } }).total.coreHours).toBeNull();
});

test("A plan lists events, seeds, parents, datasets and files of each step", () => {
  expect(step("pileup")).toMatchObject({
    events: 1300,
    parents: ["signal", "background"],
    seed: { stream: "sP26a-hfcharm-signal.pileup", count: 13 },
    outputs: [
      {
        output: "dst.tar",
        dataset: "user.tester.sP26a-hfcharm-signal.v1.2.0-test.3.b0_NNN_pileup_dst.tar/",
        files: 13,
      },
      { output: "qa.root", files: 13 },
    ],
    inputs: [
      { name: "signal", stream: "IN1", filesPerJob: 1, files: 13, reuse: false },
      { name: "background", stream: "IN2", filesPerJob: 5, files: 7, reuse: true },
    ],
  });
  expect(step("signal")).toMatchObject({ seed: { stream: "sP26a-hfcharm-signal.signal", count: 13 } });
  expect(step("background")).toMatchObject({ seed: { stream: "bkg", count: 7 } });
});

describe("a trial", () => {
  test("The datasets of a trial have the trial scope and the label of the trial", () => {
    expect(chain).toMatchObject({ trial: true, label: "test" });
    expect(chain.outDS).toMatch(/^user\.tester\./);
  });

  test("The datasets of a release have the scope of the working group", () => {
    expect(plan({})).toMatchObject({
      trial: false,
      label: "managed",
      outDS: "group.sphenix.sP26a-hfcharm-signal.v1.0.0.b0",
    });
  });
});

test("The prun command of a plan names its datasets, so that a person could type the command", () => {
  expect(step("pileup")?.prun).toBe(
    `prun --inDS user.tester.sP26a-hfcharm-signal.v1.2.0-test.3.b0_NNN_signal_hits.tar/ --exec "bash pileup.sh %RNDM:<first seed-1> <first seed-1> %IN %IN2" --outDS user.tester.sP26a-hfcharm-signal.v1.2.0-test.3.b0_NNN_pileup --outputs dst.tar,qa.root --nFilesPerJob 1 --secondaryDSs IN2:5:user.tester.sP26a-hfcharm-signal.v1.2.0-test.3.b0_NNN_background_hits.tar/ --reusableSecondary IN2 --maxAttempt 3 --nCore 8 --site BNL --avoidVP --noBuild -y --vo sphenix --workingGroup sphenix --prodSourceLabel test`,
  );
});

test("The graph of a plan in a terminal has one line a step, with its jobs and files, and the files that it reads", () => {
  expect(graphLines(chain)).toEqual([
    "  signal: 13 jobs, 13 files; reads user.tester.hepmc/ (25 files, 2 a job)",
    "  background: 7 jobs, 7 files",
    "  pileup: 13 jobs, 26 files; reads hits.tar of signal (13 files, 1 a job), hits.tar of background (7 files, 5 a job, reused)",
    "  merge: 3 jobs, 3 files; reads dst.tar of pileup (13 files, 5 a job)",
  ]);
});
