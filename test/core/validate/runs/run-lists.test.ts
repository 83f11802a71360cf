import { expect, test } from "vitest";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { aRequest, validated } from "../../a-production.ts";

const problemsOf = (list: string) =>
  validated(aRequest({ runs: { list: "runs.txt" } }), { files: [textFile("runs.txt", list)] }).problems;

test("A run list with thousands of wrong lines has a limited number of problems", () => {
  expect(problemsOf("82001\n".repeat(5000))).toHaveLength(30);
});

test("A run list with more than the maximum number of runs is refused with both numbers", () => {
  const list = Array.from({ length: 200_000 }, (_, run) => `${run + 1}\n`).join("");

  expect(problemsOf(list).map(({ code, message }) => ({ code, message }))).toContainEqual({
    code: "bad-run-list",
    message: "The lists hold 200000 runs; at most 10000 are one production.",
  });
});

test("A run list with commas, as from a spreadsheet, is reported with how columns are separated", () => {
  expect(problemsOf("run,events\n82001,20\n").map(({ message, hint }) => ({ message, hint }))).toEqual([
    { message: '"run,events" is not a run number.', hint: "one run a line, and blanks between columns" },
    { message: '"82001,20" is not a run number.', hint: "one run a line, and blanks between columns" },
  ]);
});
