import fc from "fast-check";
import { expect, test } from "vitest";
import { candidateNames } from "../../../action/core/ledger/names.ts";
import { workflowDataset } from "../../../action/core/production/file-names.ts";
import { outputPattern } from "../../../action/core/production/names.ts";
import { isStepName } from "../../../action/core/text/step-name.ts";
import { aRequest, aStep, validated } from "../a-production.ts";

const part = fc.constantFrom("a", "fit", "b2", "200", "001", "o");
const joined = (most: number) => fc.array(part, { minLength: 1, maxLength: most }).map((parts) => parts.join("_"));
const aName = joined(4).filter(isStepName);
const steps = fc.dictionary(
  aName,
  fc.uniqueArray(
    joined(3).map((name) => `${name}.root`),
    { minLength: 1, maxLength: 2 },
  ),
  {
    minKeys: 1,
    maxKeys: 5,
    noNullPrototype: true,
  },
);
type Outputs = Readonly<Record<string, readonly string[]>>;

const isValid = (outputs: Outputs): boolean => {
  const made = Object.entries(outputs).map(([name, out]) => [name, aStep({ out, run: `make ${out.join(" ")}\n` })]);
  const { problems } = validated(aRequest({ steps: Object.fromEntries(made) }));
  return problems.every(({ code }) => code !== "names-meet");
};
const equalOnes = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) < at);

test("In a request that is accepted no two steps make datasets of one name, whatever number PanDA gives", () => {
  fc.assert(
    fc.property(steps, (outputs) => {
      const names = Object.entries(outputs).flatMap(([step, out]) => [
        `X_NNN_${step}.log/`,
        ...out.map((output) => outputPattern("X", step, output)),
      ]);
      expect(isValid(outputs)).toBe(
        equalOnes(names).length === 0 && Object.keys(outputs).every((step) => !/_\d{3}_/.test(step)),
      );
    }),
    { numRuns: 300 },
  );
});

test("A task at PanDA is of one production and one of its steps, though productions are called as tasks of another", () => {
  const productions = fc.uniqueArray(
    fc.constantFrom("u.x", "u.x_001_fit", "u.x_001_fit_000_a", "u.x_a", "u.x_fit_001"),
    { minLength: 2, maxLength: 3 },
  );
  fc.assert(
    fc.property(productions, steps.filter(isValid), (outDSs, outputs) => {
      const names = outDSs.flatMap((outDS) =>
        Object.values(candidateNames({ outDS, steps: Object.keys(outputs) })).flat(),
      );
      expect(equalOnes(names)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("A dataset of another workflow has a known output only where it cannot be a part of the step's name", () => {
  expect(workflowDataset("user.x.v1.b0_001_fit_hits.root/")).toEqual({
    workflow: "user.x.v1.b0",
    task: "user.x.v1.b0_001_fit",
    output: "hits.root",
  });
  for (const name of ["user.x.v1.b0_001_fit_all_hits.root/", "user.x.v1.b0_001_fit_hist_100_a.root"])
    expect(workflowDataset(name)).toEqual({
      workflow: "user.x.v1.b0",
      task: "user.x.v1.b0_001_fit",
      output: undefined,
    });
  expect(workflowDataset("group.phys.hepmc.v3/")).toBeUndefined();
});
