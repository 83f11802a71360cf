import { expect, test } from "vitest";
import { firstRunsOf } from "../../../action/core/production/pilot-runs.ts";

const goodOf = (runs: number, good: string) => firstRunsOf({ runs: { list: "runs.txt", first: { runs, good } } })?.good;

test("The share of first runs is counted in whole runs, rounded up exactly", () => {
  expect(firstRunsOf({ runs: { list: "runs.txt", first: { runs: 10, good: "80%" } } })).toEqual({ runs: 10, good: 8 });
  expect([goodOf(10, "75%"), goodOf(10, "100%"), goodOf(10, "1%"), goodOf(3, "33.33%"), goodOf(3, "34%")]).toEqual([
    8, 10, 1, 1, 2,
  ]);
  // Fractions of these are a little more than the number.
  expect([goodOf(100, "7%"), goodOf(100, "28%"), goodOf(1000, "1.1%")]).toEqual([7, 28, 11]);
});

test("In a production without first runs no run waits for others", () => {
  expect(firstRunsOf({})).toBeUndefined();
  expect(firstRunsOf({ runs: { list: "runs.txt", atMost: 3 } })).toBeUndefined();
});
