import { expect, test } from "vitest";
import { isFileName, mayMakeRun, newRuns } from "../../../action/core/catalogue/new-runs.ts";

const seen = (good: readonly string[], { open = true, lost = [] as readonly string[] } = {}) => ({
  open,
  files: { good, lost },
});
const row = (run: number, ...files: readonly string[]) => ({ run, columns: {}, files });
const two = { files: 2, most: 9 };

test("As many new files as a run has are a run, in the order of their names, and fewer are none while more may come", () => {
  expect(newRuns(seen(["c", "a", "b"]), [], two)).toEqual([row(1, "a", "b")]);
  expect(newRuns(seen(["a"]), [], two)).toEqual([]);
  expect(newRuns(seen([]), [], two)).toEqual([]);
});

test("The rest of a closed dataset is a run, and no rest is none", () => {
  expect(newRuns(seen(["a", "b", "c"], { open: false }), [], two)).toEqual([row(1, "a", "b"), row(2, "c")]);
  expect(newRuns(seen(["a", "b"], { open: false }), [], two)).toEqual([row(1, "a", "b")]);
  expect(newRuns(seen([], { open: false }), [], two)).toEqual([]);
});

test("A file that a run had is in no other, and numbers go on behind the highest", () => {
  const known = [row(4, "a", "b"), row(2, "c")];
  expect(newRuns(seen(["a", "b", "c", "d", "e"]), known, two)).toEqual([row(5, "d", "e")]);
  expect(newRuns(seen(["a", "b", "c"]), known, two)).toEqual([]);
  expect(newRuns(seen(["a", "b"]), [{ run: 7, columns: {} }], two)).toEqual([row(8, "a", "b")]);
});

test("A lost file is in no run, nor is one named twice in two", () => {
  expect(newRuns(seen(["a", "b"], { lost: ["c", "d"] }), [], two)).toEqual([row(1, "a", "b")]);
  expect(newRuns(seen(["a", "a", "b", "b"]), [], two)).toEqual([row(1, "a", "b")]);
});

test("New runs are no more at once than allowed, and a rest is only behind all others", () => {
  const all = seen(["a", "b", "c", "d", "e"], { open: false });
  expect(newRuns(all, [], { files: 2, most: 2 })).toEqual([row(1, "a", "b"), row(2, "c", "d")]);
  expect(newRuns(all, [], { files: 2, most: 3 })).toEqual([row(1, "a", "b"), row(2, "c", "d"), row(3, "e")]);
});

test.each([
  ["raw-1_2.evt", true],
  ["0", true],
  ["a".repeat(250), true],
  ["a".repeat(251), false],
  ["", false],
  [".hidden", false],
  ["-rf", false],
  ["a,b", false],
  ["a|b", false],
  ["a b", false],
  ["a*", false],
  ["a$", false],
  ["a\n", false],
  ["a/b", false],
])("The name %j may stand in an expression of prun: %s", (name, is) => {
  expect(isFileName(name)).toBe(is);
});

test("A file with a name that may not stand there is in no run", () => {
  expect(newRuns(seen(["a", "b|c", "d"]), [], two)).toEqual([row(1, "a", "d")]);
});

test.each([
  ["an open one with fewer new files than a run has", { open: true, files: 9 }, false],
  ["an open one with as many", { open: true, files: 10 }, true],
  ["a closed one without new files", { open: false, files: 8 }, false],
  ["a closed one with a single new file", { open: false, files: 9 }, true],
  ["an open one that files have left", { open: true, files: 7 }, true],
  ["a closed one that files have left", { open: false, files: 7 }, true],
])("A dataset of %s, whose runs have eight files, may make a run by its number alone or not", (_, seenNow, may) => {
  expect(mayMakeRun(seenNow, 8, 2)).toBe(may);
});
