import { describe, expect, test } from "vitest";
import { type Plan, planProduction } from "../../../../action/core/plan/plan.ts";
import { costText } from "../../../../action/core/view/plan/cost-text.ts";
import { aRequest, aStep, type Draft, valid } from "../../a-production.ts";

const plan = (changes: Draft): Plan => planProduction(valid(aRequest(changes)).production);
const from = (expected: Draft, step: Draft): Plan =>
  plan({
    inputs: { before: { production: "sP26a-hfcharm-background", version: "1.0.0", step: "simulate", ...expected } },
    steps: { read: { out: ["a.tar"], run: "make\n", walltime: 1, ...step } },
  });

test("The costs of a production are written in the singular for one", () => {
  expect(costText([plan({ steps: { a: aStep({ jobs: 1, walltime: 1, maxAttempt: 1 }) } })])).toEqual({
    amount: "1 job, at most 1 core-hour",
    why: [],
  });
});

describe("unknown costs", () => {
  test("Unknown core-hours are explained by a missing walltime, with the key that sets the walltime", () => {
    const timed = aStep({ walltime: 1 });
    expect(costText([plan({ steps: { a: timed, b: aStep() } })])).toEqual({
      amount: "20 jobs, core-hours unknown",
      why: ["The core-hours are unknown because step b has no walltime: write walltime, in hours."],
    });
    expect(costText([plan({ steps: { a: timed } }), plan({})]).why[0]).toContain(
      "because step simulate of sP26a-hfcharm-signal has no walltime",
    );
  });

  test("An unknown number of files is explained, with the key that sets the number", () => {
    const read = { in: [{ from: "before", filesPerJob: 2 }], maxAttempt: 1 };
    expect(costText([from({}, read)])).toEqual({
      amount: "an unknown number of jobs, core-hours unknown",
      why: [
        "The number of jobs of step read is unknown because its input files are not counted: write files: N at the input.",
      ],
    });
    expect(costText([from({ files: 8 }, read)]).amount).toBe("4 jobs, at most 4 core-hours");
  });

  test("A number of jobs that is unknown because files are split by size is explained", () => {
    const read = { in: [{ from: "before", gbPerJob: 5 }], maxAttempt: 1 };
    const words =
      "PanDA splits the input of step read by size, so the number of jobs is known only when the task runs.";
    expect(costText([from({}, read)]).why).toEqual([
      `${words} For a limit of the cost, write files: N or maxFiles: N at the input.`,
    ]);
    expect(costText([from({ files: 8 }, read)])).toEqual({
      amount: "an unknown number of jobs, at most 8 core-hours",
      why: [words],
    });
  });
});
