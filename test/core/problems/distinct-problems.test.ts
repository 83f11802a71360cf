import { expect, test } from "vitest";
import { distinctProblems, type Problem } from "../../../action/core/problems/problem.ts";

const problem = (change: Partial<Problem> = {}): Problem => ({
  code: "bash-syntax",
  severity: "error",
  file: "a/production.yaml",
  line: 3,
  col: 5,
  message: "bash does not understand it",
  ...change,
});

test("Equal problems at one place are listed once, and the first one remains", () => {
  const first = problem({ hint: "quote it" });
  const elsewhere = problem({ line: 4 });

  expect(distinctProblems([first, elsewhere, problem({ hint: "another hint" }), problem()])).toEqual([
    first,
    elsewhere,
  ]);
});

test.each([
  { file: "b/production.yaml" },
  { line: 9 },
  { col: 9 },
  { message: "other" },
  { code: "bad-conventions" as const },
])("A problem with another value in %j is a problem of its own", (change) => {
  expect(distinctProblems([problem(), problem(change)])).toHaveLength(2);
});

test("A list of problems that passes on earlier problems has no duplicates", () => {
  const seen = new Set<string>();

  expect(distinctProblems([problem()], seen)).toEqual([problem()]);
  expect(distinctProblems([problem(), problem({ line: 4 })], seen)).toEqual([problem({ line: 4 })]);
});
