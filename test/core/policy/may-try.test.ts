import { describe, expect, test } from "vitest";
import { fitsTrial, mayTry } from "../../../action/core/policy/may-try.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { rulesOf, withPolicy } from "./some-rules.ts";

const top = "productions/conventions.yaml";
const below = "productions/p/conventions.yaml";
const trials = (limits: string): string => withPolicy(`{ trials: ${limits} }`);
const off = {
  refusal:
    "Trials of pull requests are off: an administrator allows them with `policy: { trials: { jobs: 20 } }` in the conventions furthest up.",
};

describe("trials of pull requests", () => {
  test("Trials of pull requests must be allowed by the conventions furthest up", () => {
    expect(mayTry(rulesOf({ [top]: trials("{ jobs: 5 }") }), "productions/p")).toBe(true);
    expect(
      mayTry(rulesOf({ [top]: withPolicy("{ runs: { app: x } }"), [below]: trials("{ jobs: 5 }") }), "productions/p"),
    ).toEqual(off);
    expect(mayTry(rulesOf({}), "productions/p")).toEqual(off);
    expect(mayTry(rulesOf({ "productions/q/conventions.yaml": trials("{ jobs: 5 }") }), "productions/p")).toEqual(off);
  });

  test("Trials are not allowed where any conventions above are unreadable", () => {
    const refusal = expect.stringMatching(
      /^It is unknown who may try what: productions\/p\/conventions\.yaml is wrong.*[^.]\.$/,
    ) as string;
    expect(mayTry(rulesOf({ [top]: trials("{ jobs: 5 }"), [below]: "conventions: [" }), "productions/p")).toEqual({
      refusal,
    });
  });
});

describe("trial limits", () => {
  const made = (step: Draft) => valid(aRequest({ steps: { one: aStep({ walltime: 1, maxAttempt: 1, ...step }) } }));
  const fits = (step: Draft, files: Readonly<Record<string, string>>) =>
    fitsTrial(rulesOf(files), made(step).production);

  test("A trial within the allowed number of jobs is accepted, and one above is refused", () => {
    expect(fits({ jobs: 5 }, { [top]: trials("{ jobs: 5 }") })).toBe(true);
    expect(fits({ jobs: 6 }, { [top]: trials("{ jobs: 5 }") })).toEqual({
      refusal: `It has 6 jobs, and ${top} allows 5 for a trial: ask for fewer with jobs=, or stop at an earlier step with step=.`,
    });
  });

  test("A trial above the allowed core-hours is refused, and so is a trial of unknown cost", () => {
    const both = { [top]: trials("{ jobs: 5, coreHours: 8 }") };
    expect(fits({ jobs: 4, walltime: 2 }, both)).toBe(true);
    expect(fits({ jobs: 5, walltime: 2 }, both)).toEqual({
      refusal: `It requests 10 core-hours, and ${top} allows 8 for a trial: ask for fewer with jobs=, or set a shorter walltime.`,
    });
    expect(fits({ jobs: 1, walltime: undefined }, both)).toMatchObject({
      refusal: expect.stringContaining("It requests an unknown number of core-hours") as string,
    });
    expect(fits({ jobs: 1, walltime: undefined }, { [top]: trials("{ jobs: 5 }") })).toBe(true);
  });

  test("A trial must be within the limits of all conventions above its folder", () => {
    const narrower = { [top]: trials("{ jobs: 5 }"), [below]: trials("{ jobs: 2 }") };
    expect(fits({ jobs: 2 }, narrower)).toBe(true);
    expect(fits({ jobs: 3 }, narrower)).toMatchObject({ refusal: expect.stringContaining(below) as string });
    expect(fits({ jobs: 3 }, { [top]: trials("{ jobs: 5 }"), [below]: withPolicy("{ runs: { app: x } }") })).toBe(true);
  });

  test("A trial is outside of the limits where the conventions allow no trials", () => {
    expect(fits({ jobs: 1 }, { [below]: trials("{ jobs: 5 }"), [top]: withPolicy("{ runs: { app: x } }") })).toEqual(
      off,
    );
  });

  test("A trial with an unknown number of jobs is outside of a limit of jobs", () => {
    const raw = {
      raw: { production: "sP26a-hfcharm-pileup", version: "1.0.0", step: "one", output: "hits.tar", require: "100%" },
    };
    const { production } = valid(
      aRequest({
        inputs: raw,
        steps: { one: aStep({ jobs: undefined, walltime: 1, in: [{ from: "raw", filesPerJob: 1 }] }) },
      }),
    );
    expect(fitsTrial(rulesOf({ [top]: trials("{ jobs: 5 }") }), production)).toMatchObject({
      refusal: expect.stringContaining("It has an unknown number of jobs") as string,
    });
  });
});
