import { expect, test } from "vitest";
import { lineChanges } from "../../../action/core/versioning/line-changes.ts";

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

test("A suggested change of a file replaces one line by its changed and added lines", () => {
  expect(lineChanges(lines("a", "b", "c"), lines("a", "B", "c"))).toEqual([{ line: 2, text: "B" }]);
  expect(lineChanges(lines("a", "b"), lines("a", "x", "y", "b"))).toEqual([{ line: 1, text: "a\nx\ny" }]);
  expect(lineChanges(lines("a", "b", "c", "d"), lines("a", "x", "B", "c", "y", "d"))).toEqual([
    { line: 2, text: "x\nB" },
    { line: 3, text: "c\ny" },
  ]);
  expect(lineChanges(lines("a", "b", "c", "d"), lines("a", "b", "x", "c", "D"))).toEqual([
    { line: 2, text: "b\nx" },
    { line: 4, text: "D" },
  ]);
  expect(lineChanges(lines("a", "b"), lines("a", "B", "x"))).toEqual([{ line: 2, text: "B\nx" }]);
});

test("No change is suggested for unchanged or removed lines, and for lines with invisible characters", () => {
  expect(lineChanges(lines("a", "b"), lines("a", "b"))).toEqual([]);
  expect(lineChanges(lines("a", "b"), lines("a"))).toEqual([]);
  expect(lineChanges("a\r\nb\r\n", "a\r\nB\r\n")).toEqual([]);
});
