import { expect, test } from "vitest";
import { parse } from "yaml";
import { planAs } from "../../../../action/core/view/plan/plan-forms.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";

const production = valid(
  aRequest({
    inputs: { hepmc: { dataset: "group.phys.hepmc/", files: 4 } },
    steps: {
      simulate: aStep({ out: ["hits.root", "hist.root"] }),
      overlay: aStep({
        in: [
          { from: "simulate", output: "hist.root", filesPerJob: 1 },
          { from: "hepmc", filesPerJob: 1, reuse: true },
        ],
        jobs: undefined,
      }),
    },
  }),
).production;

test("The plan as prun commands has one command for each step", () => {
  expect(planAs("prun", [production]).trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^prun --exec "bash simulate.sh/),
    expect.stringMatching(/^prun --inDS \S+_simulate_hist.root\/ --exec "bash overlay.sh/),
  ]);
});

test("The plan as CWL has outside inputs by name, and a warning where PanDA would read another output", () => {
  const text = planAs("native", [production]);

  expect(text).toMatch(/^# panda-server 1.0.4 does not read inDsType: overlay would get hits.root of simulate instead/);
  expect(parse(text)).toMatchObject({
    inputs: { hepmc_secondary: "group.phys.hepmc" },
    steps: {
      simulate: { type: "prun" },
      overlay: { inDS: "simulate/outDS", inDsType: "hist.root", secondaryDSs: ["hepmc_secondary"] },
    },
  });
});

test("The plan as CWL has a warning where PanDA would search a dataset with the name of a file", () => {
  const grouping = valid(
    aRequest({
      inputs: { raw: { dataset: "user.tester.raw", names: "{stream}.{segment}.evt", files: 4 } },
      steps: {
        fit: aStep({ in: [{ from: "raw", filesPerJob: 1 }], jobs: undefined }),
        join: aStep({ in: [{ from: "fit", group: "segment", filesPerJob: 2 }], jobs: undefined }),
      },
    }),
  ).production;

  expect(planAs("native", [grouping])).toMatch(
    /^# panda-server 1.0.4 takes another dataset for what fit makes: join would find no files./,
  );
});

test("The plan of several productions as CWL has several documents", () => {
  expect(planAs("cwl", [production, production]).split("---\n")).toHaveLength(2);
});
