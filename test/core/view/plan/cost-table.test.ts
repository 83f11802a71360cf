import { expect, test } from "vitest";
import { planProduction } from "../../../../action/core/plan/plan.ts";
import { costCells, costRows, destinationText } from "../../../../action/core/view/plan/cost-text.ts";
import { sumText } from "../../../../action/core/view/plan/plan-text.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";

const planOf = (physics: string, step = {}) =>
  planProduction(
    valid(
      aRequest({
        tag: { campaign: "sP26a", physics, stage: "signal" },
        steps: { simulate: aStep({ walltime: 2, ...step }) },
      }),
    ).production,
  );
const estimated = { eventsPerJob: 1000, estimate: { megabytes: 0.5 } };

test("The table of costs has a sum for several productions, and none for one", () => {
  const plans = [planOf("hfcharm", estimated), planOf("hfbottom", { ...estimated, jobs: 1200 })];

  expect(sumText(plans).join("").split("\n").slice(0, 4)).toEqual([
    "production                    jobs  core-hours  GB expected",
    "sP26a-hfcharm-signal 1.0.0      10          20            5",
    "sP26a-hfbottom-signal 1.0.0  1 200       2 400          600",
    "all 2                        1 210       2 420          605",
  ]);
  expect(sumText(plans.slice(0, 1))).toEqual([]);
});

test("An unknown cost makes the sum unknown, and a column without any value is left out", () => {
  const { heads, rows } = costCells(costRows([planOf("hfcharm"), planOf("hfbottom", { walltime: undefined })]));

  expect([heads, rows.at(-1)]).toEqual([
    ["production", "jobs", "core-hours"],
    ["all 2", "20", "unknown"],
  ]);
});

test("A long table of costs is cut, and its sum is over all productions", () => {
  const rows = costRows(
    Array.from({ length: 200 }, () => planOf("hfcharm")),
    12,
  );

  expect([rows.length, rows.at(-2)?.name, rows.at(-2)?.jobs, rows.at(-1)?.jobs]).toEqual([13, "189 more", 1890, 2000]);
});

test("A destination is shown for all outputs of its step in the table of costs", () => {
  expect(destinationText(planOf("hfcharm", { destination: "BNL_DISK", out: ["a.root", "b.root"] }))).toEqual([
    "All 2 outputs of simulate go to BNL_DISK.",
  ]);
  expect(destinationText(planOf("hfcharm"))).toEqual([]);
});
