import { expect, test } from "vitest";
import type { Problem } from "../../../../action/core/problems/problem.ts";
import { problemTexts } from "../../../../action/core/view/local/problem-text.ts";

const said = (file: string, changes: Partial<Problem> = {}): Problem => ({
  code: "no-site",
  severity: "error",
  file,
  line: 3,
  col: 1,
  message: "`simulate` has no site.",
  hint: "add `sites` to the step or to `defaults`, such as `sites: [NAME]`",
  ...changes,
});

test("A problem that 295 requests share is printed once in a terminal, with the first places and the number of others", () => {
  const many = Array.from({ length: 295 }, (_, n) => said(`p${n}/production.yaml`));
  const other = said("q/production.yaml", { message: "`merge` has no site." });

  expect(problemTexts([...many, other], undefined).map(({ text }) => text)).toEqual([
    [
      "p0/production.yaml:3:1 error [no-site] `simulate` has no site.",
      "  hint: add `sites` to the step or to `defaults`, such as `sites: [NAME]`",
      "  also at p1/production.yaml:3:1, p2/production.yaml:3:1 and 292 places more",
    ].join("\n"),
    "q/production.yaml:3:1 error [no-site] `merge` has no site.\n  hint: add `sites` to the step or to `defaults`, such as `sites: [NAME]`",
  ]);
});

test("A few equal problems are printed separately and in order, so that an editor opens each", () => {
  const few = ["a", "b", "c"].map((file) => said(file));

  expect(problemTexts(few, undefined).map(({ problem }) => problem.file)).toEqual(["a", "b", "c"]);
});

test("Problems in a terminal are wrapped to its width, and not within a word", () => {
  const [one] = problemTexts([said("productions/p/production.yaml")], 60);

  expect(one?.text).toBe(
    [
      "productions/p/production.yaml:3:1 error [no-site] `simulate`",
      "  has no site.",
      "  hint: add `sites` to the step or to `defaults`, such as",
      "    `sites: [NAME]`",
    ].join("\n"),
  );
});
