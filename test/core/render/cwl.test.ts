import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { renderCwl, renderInputs } from "../../../action/core/render/cwl.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const production = (steps: Draft, inputs: Draft = {}): ReturnType<typeof valid>["production"] =>
  valid(aRequest({ inputs, steps })).production;

/** A step that reads two others and one dataset. */
const mixed = production(
  {
    pileup: {
      in: [
        { from: "signal", output: "hits.tar", filesPerJob: 2 },
        { from: "background", filesPerJob: 3, reuse: true },
        { from: "minbias", filesPerJob: 5 },
      ],
      out: ["dst.tar", "qa.root"],
      memory: 5000,
      cores: 8,
      walltime: 24,
      maxAttempt: 3,
      sites: ["BNL", "SDCC"],
      run: "make\n",
    },
    signal: aStep({ out: ["hits.tar", "truth.tar"] }),
    background: aStep(),
  },
  { minbias: { dataset: "user.tester.minbias.v1/", files: 500 } },
);

test("The CWL workflow of a step with three inputs names all three", () => {
  expect(renderCwl(mixed)).toBe(`cwlVersion: v1.2
class: Workflow
requirements:
  MultipleInputFeatureRequirement: {}
inputs:
  minbias_secondary: string
outputs:
  pileup_outDS:
    type: string
    outputSource: pileup/outDS
steps:
  background:
    run: prun
    in:
      opt_exec:
        default: bash background.sh %RNDM:@{seed:background} @{seed:background}
      opt_args:
        default: --outputs hits.tar --nJobs 10 --maxAttempt 1 --site BNL --avoidVP --noBuild -y
    out:
      - outDS
  signal:
    run: prun
    in:
      opt_exec:
        default: bash signal.sh %RNDM:@{seed:signal} @{seed:signal}
      opt_args:
        default: --outputs hits.tar,truth.tar --nJobs 10 --maxAttempt 1 --site BNL --avoidVP --noBuild -y
    out:
      - outDS
  pileup:
    run: prun
    in:
      opt_inDS:
        source: signal/outDS
      opt_inDsType:
        default: hits.tar
      opt_secondaryDSs:
        source:
          - background/outDS
          - minbias_secondary
      opt_secondaryDsTypes:
        default:
          - hits.tar
          - ""
      opt_exec:
        default: bash pileup.sh %RNDM:@{seed:pileup} @{seed:pileup} %IN %IN2 %IN3
      opt_args:
        default: --outputs dst.tar,qa.root --nFilesPerJob 2 --secondaryDSs IN2:3:%{SECDS1},IN3:5:%{SECDS2} --reusableSecondary IN2 --maxAttempt 3 --memory 5000 --nCore 8 --site BNL,SDCC --avoidVP --noBuild -y
    out:
      - outDS
`);
});

test("The CWL has a secondary dataset without a slash, because PanDA appends one", () => {
  expect(renderInputs(mixed)).toBe("minbias_secondary: user.tester.minbias.v1\n");
});

describe("workflow inputs", () => {
  test("A workflow without inputs declares none, and has an empty file of inputs", () => {
    const alone = production({ simulate: aStep() });

    expect(load(renderCwl(alone))).toMatchObject({ inputs: [] });
    expect(load(renderInputs(alone))).toEqual({});
  });

  test("A dataset that is read in two roles has two names in CWL", () => {
    const twice = production(
      {
        first: { in: [{ from: "data", filesPerJob: 1 }], out: ["a"], run: "make" },
        second: {
          in: [
            { from: "first", filesPerJob: 1 },
            { from: "data", filesPerJob: 2, reuse: true },
          ],
          out: ["b"],
          run: "make",
        },
      },
      { data: { dataset: "user.tester.data/", files: 10 } },
    );

    expect(load(renderInputs(twice))).toEqual({
      data_primary: "user.tester.data/",
      data_secondary: "user.tester.data",
    });
  });
});

test("Every step that no other step reads is an output of the workflow, also an unconnected one", () => {
  const apart = production({ b: aStep(), a: aStep() });

  expect(load(renderCwl(apart))).toMatchObject({
    outputs: { a_outDS: { outputSource: "a/outDS" }, b_outDS: { outputSource: "b/outDS" } },
  });
});

test("A dataset that is read several times is repeated in the options of its step, and nowhere else", () => {
  const again = production(
    { mix: { in: [{ from: "minbias", filesPerJob: 1, repeat: 3 }], out: ["mix.tar"], run: "make\n" } },
    { minbias: { dataset: "user.tester.minbias.v1/", files: 5 } },
  );

  expect(renderCwl(again)).toContain(
    "default: --inDS user.tester.minbias.v1/,user.tester.minbias.v1/,user.tester.minbias.v1/ --outputs mix.tar",
  );
  expect(renderCwl(again)).not.toContain("opt_inDS");
  expect(renderInputs(again)).not.toContain("minbias");
  expect(again.steps[0]?.jobs).toBe(15);
});
