import { expect, test } from "vitest";
import { productionFacts } from "../../../../action/core/cross-checks/facts.ts";
import { planProduction } from "../../../../action/core/plan/plan.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { tableText } from "../../../../action/core/view/plan/table-text.ts";
import { aRequest, type Draft, valid } from "../../a-production.ts";

const made = (steps: Draft) =>
  valid(
    aRequest({
      defaults: { sites: ["BNL"], memory: 3000, walltime: 24 },
      steps: { scan: { table: "jobs.csv", out: ["scan.txt"], run: 'echo "$ptmin" >scan.txt\n' }, ...steps },
    }),
    { files: [textFile("jobs.csv", "particle,ptmin\npi,1\ne,2\nmu,3\n")] },
  ).production;
const reads = (from: string, run: string, more: Draft = {}): Draft => ({
  ...{ in: [{ from, filesPerJob: 1 }], out: ["o.txt"], run: `${run} "$${from}" >o.txt\n` },
  ...more,
});
const stepsOf = (steps: Draft): readonly string[] => made(steps).steps.map(({ name }) => name);

test("A column of a table that no later step reads adds no task and no file", () => {
  const { steps } = made({ fit: reads("scan", "cat") });

  expect(steps.map(({ name, outputs }) => [name, outputs.length])).toEqual([
    ["scan", 1],
    ["fit", 1],
  ]);
});

test("One short task hands on the rows of a table to all steps that read a column, and the plan says so", () => {
  const production = made({
    fit: reads("scan", 'echo "$particle"'),
    pass: reads("fit", "cat"),
    draw: reads("pass", 'echo "${ptmin}"'),
  });
  const plan = planProduction(production);

  expect(plan.steps.map(({ step, jobs, walltime }) => [step, jobs, walltime])).toEqual([
    ["scan", 3, 24],
    ["scanRow", 3, 1],
    ["fit", 3, 24],
    ["pass", 3, 24],
    ["draw", 3, 24],
  ]);
  expect(tableText(plan)).toContain(
    "scanRow is added by SHREK: 3 short jobs that hand on the rows of scan, because fit and draw read its columns.",
  );
  expect(productionFacts(production).steps.map(({ name, out }) => [name, ...out])).not.toContainEqual(
    expect.arrayContaining(["scanRow"]),
  );
});

test("A remark, a longer name, a value that the payload or a parameter sets is no column that is read", () => {
  for (const run of [
    "# $particle\ncat",
    "echo $particles",
    "particle=pi\necho $particle",
    "for ptmin in 1; do echo $ptmin; done; cat",
  ])
    expect([run, stepsOf({ fit: reads("scan", run) }).includes("scanRow")]).toEqual([run, false]);
  expect(stepsOf({ fit: reads("scan", "echo $particle", { parameters: { particle: "pi" } }) })).not.toContain(
    "scanRow",
  );
});

test("The task that hands on rows has a name that no step and no input has", () => {
  expect(stepsOf({ scanRow: reads("scan", "cat"), fit: reads("scan", "echo $ptmin") })).toContain("scanRows");
});
