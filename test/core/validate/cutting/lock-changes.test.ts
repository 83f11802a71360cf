import { expect, test } from "vitest";
import { lockChanges } from "../../../../action/core/validate/cutting/lock-changes.ts";

const head = "step,run,host,files,events,bytes,names,left out";
const [first, second, third] = ["a", "b", "c"].map((digit) => digit.repeat(32));
const lines = [`combine,1,a,2,,,${first},`, `combine,1,b,1,,,${second},`, `fit,1,,3,,,${third},`];
const lock = (...changed: readonly string[]): string => `${[head, ...changed].join("\n")}\n`;
const wanted = lock(...lines);
const told = (...changed: readonly string[]) => lockChanges(lock(...changed), wanted);

test.each([
  ["has another key", `combine,1x,a,2,,,${first},`, "run 1x in the lock and 1 by the lists"],
  ["lacks a value", `combine,1,a,,,${first},`, "it has 7 values, and the first line 8"],
  ["lost its end", "combine,1,a", "it has 3 values, and the first line 8"],
  ["has another digest", `combine,1,a,2,,,${third},`, `names ${third} in the lock and ${first} by the lists`],
  ["is left out", `combine,1,a,2,,,${first},raw: why`, "left out raw: why in the lock and unknown by the lists"],
])("A line of the lock that %s is told once, at its place", (_, line, difference) => {
  expect(told(line, lines[1] ?? "", lines[2] ?? "")).toEqual([
    { line: 2, message: `combine run 1 host a is not as in the lists: ${difference}.` },
  ]);
});

test("A line of the lock that is gone, and one that is too much, are told each", () => {
  expect(told(lines[1] ?? "", lines[2] ?? "", `combine,2,a,1,,,${"d".repeat(32)},`)).toEqual([
    { line: 4, message: "combine run 2 host a is in the lock, and not in the lists." },
    { line: 5, message: "combine run 1 host a is in the lists, and not in the lock." },
  ]);
});

test("A lock of other lists is compared in a moment, however long both are", () => {
  const many = (run: number) =>
    Array.from(
      { length: 20_000 },
      (_, n) => `combine,${run},h${n},1,,,${String(run * 100_000 + n).padStart(32, "0")},`,
    );

  expect(lockChanges(lock(...many(1)), lock(...many(2)))).toHaveLength(11);
});
