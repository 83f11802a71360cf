import { expect, test } from "vitest";
import {
  type BudgetChange,
  budgetOf,
  type CameToMain,
  inTime,
  monthsOf,
  nextMonth,
} from "../../../../action/core/pass/turns/months.ts";

const day = (date: string): string => `2026-${date}T10:00:00.000Z`;
const came = (date: string, coreHours: number | null): CameToMain => ({ at: day(date), coreHours });
const budget = (date: string, hf?: number): BudgetChange => ({
  at: day(date),
  budgets: hf === undefined ? undefined : { hf },
});
const months = (ones: readonly CameToMain[], changes = [budget("01-01", 100)], now = day("03-15"), group = "hf") => {
  const found = monthsOf(group, { now, changes }, ones);
  return ones.map((one) => {
    const begins = found.get(one);
    return begins === undefined ? begins : "month" in begins ? begins.month.slice(5) : begins.never;
  });
};

test("A version begins in the month in which it came if it fits, and the next in the first month that has room", () => {
  expect(months([came("03-01", 60), came("03-02", 40), came("03-03", 1), came("03-04", 100)])).toEqual([
    ...["03", "03", "04", "05"],
  ]);
});

test("A version does not begin before those that came earlier, and what a month left is lost", () => {
  expect(months([came("03-01", 60), came("03-02", 60), came("03-03", 10)])).toEqual(["03", "04", "04"]);
  expect(months([came("01-01", 10), came("03-01", 100), came("03-02", 1)])).toEqual(["01", "03", "04"]);
});

test("A month of a budget ends at midnight UTC, and the year's last is followed by the first of the next", () => {
  expect(months([came("02-01", 100), { at: "2026-02-28T23:59:59.999Z", coreHours: 1 }])).toEqual(["02", "03"]);
  expect(months([came("02-01", 100), { at: "2026-03-01T00:00:00.000Z", coreHours: 100 }])).toEqual(["02", "03"]);
  expect([nextMonth("2026-12"), nextMonth("2026-09")]).toEqual(["2027-01", "2026-10"]);
});

test("A version that asks for more than a month may have, that nobody can count, or whose group has no budget never begins, and holds up nobody", () => {
  expect(months([came("03-01", 101), came("03-02", null), came("03-03", 100)])).toEqual(["too much", "unknown", "03"]);
  expect(months([came("03-01", 1), came("03-01", 0)], undefined, undefined, "HF")).toEqual(["no budget", "03"]);
  expect([budgetOf("constructor", budget("01-01", 1)), budgetOf("hf", budget("01-01"))]).toEqual([0, Infinity]);
});

test("A higher budget of a month counts from the month in which it came, and lets go what was too much", () => {
  const raised = [budget("01-01", 100), budget("03-10", 200)];
  expect(months([came("01-05", 100), came("01-06", 100), came("01-07", 200), came("03-01", 50)], raised)).toEqual([
    ...["01", "02", "04", "03"],
  ]);
  expect(months([came("01-05", 150), came("03-11", 50)], raised)).toEqual(["03", "03"]);
});

test("A lower budget counts for its whole month, which what began before uses up", () => {
  const lowered = [budget("01-01", 100), budget("03-10", 50)];
  expect(months([came("03-01", 60), came("03-02", 40), came("03-11", 10)], lowered)).toEqual(["too much", "04", "04"]);
  expect(months([came("02-01", 100), came("03-01", 50)], lowered)).toEqual(["02", "03"]);
});

test("A version that began under a far higher budget, or none, puts others off to the next month, and no further each month", () => {
  const came900 = [came("02-02", 900), came("02-20", 50), came("02-21", 60)];
  for (const before of [1000, 1e12, undefined])
    for (const now of ["02-21", "03-15", "04-15", "11-15"]) {
      const lowered = [budget("01-01", 100), budget("02-01", before), budget("02-15", 100)];
      expect(months(came900, lowered, day(now))).toEqual(["too much", "03", "04"]);
    }
});

test("A month without a budget lets all versions go", () => {
  const without = [budget("01-01", 100), budget("02-10"), budget("03-10", 100)];
  expect(months([came("01-01", 100), came("02-11", 5000), came("03-11", 100)], without)).toEqual(["01", "02", "03"]);
});

test("A month has no more than its budget, whatever came, and each version that fits into a month begins in one", () => {
  let seed = 7;
  const chance = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
  for (let story = 0; story < 200; story += 1) {
    const ones = inTime(
      Array.from({ length: 1 + chance(30) }, () => came(`0${1 + chance(3)}-${10 + chance(18)}`, chance(130))).toSorted(
        (a, b) => (a.at < b.at ? -1 : 1),
      ),
      day("03-31"),
    );
    const sums = new Map<string, number>();
    for (const [one, begins] of monthsOf("hf", { now: day("03-31"), changes: [budget("01-01", 100)] }, ones)) {
      expect("month" in begins).toBe((one.coreHours ?? 0) <= 100);
      if ("month" in begins) sums.set(begins.month, (sums.get(begins.month) ?? 0) + (one.coreHours ?? 0));
    }
    expect(Math.max(0, ...sums.values())).toBeLessThanOrEqual(100);
  }
});

test("A commit that says an earlier time than the one before it, or a later one than now, counts with theirs", () => {
  const times = (...dates: readonly string[]) => dates.map((date) => ({ at: day(date) }));
  expect(inTime(times("02-03", "01-01", "05-01"), day("03-01"))).toEqual(times("02-03", "02-03", "03-01"));
  expect(inTime(times("01-01"), day("03-01"), day("02-01"))).toEqual(times("02-01"));
});
