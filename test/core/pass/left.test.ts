import { expect, test } from "vitest";
import { type Cost, costs, isPayable, minus, noCost, plus, shortOf, sumOf } from "../../../action/core/pass/cost.ts";
import {
  keptFromWatching,
  leftOf,
  passSecondsIn,
  reportSeconds,
  unlimited,
  whyWaits,
} from "../../../action/core/pass/left.ts";

const spent = { pushes: 0, panda: 0, seconds: 0 };
const allowed = {
  ...{ calls: 100, callsFrom: "2026-03-01T10:05:00Z", queries: 50, queriesFrom: "2026-03-01T10:07:00Z" },
  ...{ writes: 10, writesFrom: "2026-03-01T11:06:00Z" },
};
const one: Cost = { calls: 1, queries: 6, writes: 2, pushes: 3, panda: 4, seconds: 5 };

/** Calls, queries, writes, pushes, calls to PanDA, seconds. */
const measured: { readonly [K in keyof typeof costs]: readonly number[] } = {
  readMerge: [5, 1, 0, 0, 0, 0.5],
  verifyOrder: [2, 1, 0, 0, 1, 2],
  findPull: [1, 0, 0, 0, 0, 0],
  overview: [2, 0, 1, 0, 0, 0],
  askOwners: [3, 0, 1, 0, 0, 0],
  comment: [4, 0, 3, 0, 0, 3],
  news: [0, 0, 0, 0, 0, 10],
  look: [0, 0, 0, 0, 8, 0.5],
  submission: [0, 0, 0, 0, 10, 1],
  report: [4, 1, 2, 0, 0, 0],
};
test.each(Object.entries(costs))("The costs of %s are those that were measured, of each kind", (name, cost) => {
  const { calls, queries, writes, pushes, panda, seconds } = cost;

  expect([name, [calls, queries, writes, pushes, panda, seconds]]).toEqual([
    name,
    measured[name as keyof typeof costs],
  ]);
});

test("A pass names the kinds of which too little is left in the order in which they hurt", () => {
  expect(shortOf(one, noCost)).toBe("calls");
  expect(shortOf({ ...one, calls: 0 }, noCost)).toBe("queries");
  expect(shortOf({ ...one, calls: 0, queries: 0 }, noCost)).toBe("writes");
});

test("Costs of a pass are added and taken away each of its kind", () => {
  expect(plus(one, one)).toEqual({ calls: 2, queries: 12, writes: 4, pushes: 6, panda: 8, seconds: 10 });
  expect(minus(plus(one, one), one)).toEqual(one);
  expect([sumOf([]), sumOf([one, noCost, one])]).toEqual([noCost, plus(one, one)]);
});

test.each(["calls", "queries", "writes", "pushes", "panda", "seconds"] as const)(
  "A work that costs one more of %s than is left cannot be paid, and one that needs none of it can",
  (what) => {
    const dear = { ...one, [what]: one[what] + 1 };

    expect([shortOf(dear, one), isPayable(dear, one), isPayable(one, one)]).toEqual([what, false, true]);
    expect(isPayable({ ...noCost }, { ...one, [what]: -1 })).toBe(true);
  },
);

test("A pass has forty minutes unless its job says another time, and a report an eighth of it", () => {
  expect([passSecondsIn({}), reportSeconds]).toEqual([2400, 300]);
  expect(passSecondsIn({ SHREK_PASS_SECONDS: "90" })).toBe(90);
  expect(passSecondsIn({ SHREK_PASS: "90" })).toBe(reportSeconds * 8);
});

test("A pass may spend what GitHub allows, six pushes a minute, 20,000 calls to PanDA and its time, less what it spent", () => {
  expect(leftOf(allowed, spent, 600)).toEqual({
    ...{ calls: 100, queries: 50, writes: 10, pushes: 60, panda: 20_000, seconds: 600 },
  });
  expect(leftOf(allowed, { pushes: 7, panda: 8, seconds: 9 }, 30)).toEqual({
    ...{ calls: 100, queries: 50, writes: 10, pushes: -1, panda: 19_992, seconds: 21 },
  });
  expect(leftOf(unlimited, spent)).toMatchObject({
    ...{ calls: Number.POSITIVE_INFINITY, writes: Number.POSITIVE_INFINITY, seconds: passSecondsIn({}) },
  });
  expect(keptFromWatching).toEqual({ ...noCost, panda: 16_000 });
});

test.each<readonly [Partial<Cost>, string]>([
  [{ calls: 101 }, "GitHub allows no more calls until 10:05 UTC"],
  [{ queries: 51 }, "GitHub allows no more queries until 10:07 UTC"],
  [{ writes: 11 }, "GitHub allows no more comments until 11:06 UTC"],
  [{ pushes: 61 }, "GitHub recommends no more pushes"],
  [{ panda: 20_001 }, "PanDA was asked enough"],
  [{ seconds: 601 }, "the pass ends"],
  [{}, "the pass ends"],
])("Why something that costs %j waits: %s", (cost, why) => {
  expect(whyWaits({ ...noCost, ...cost }, leftOf(allowed, spent, 600), allowed)).toBe(why);
});

test("A pass waits from now on where GitHub named no time", () => {
  const none = { ...allowed, callsFrom: undefined, queriesFrom: undefined, writesFrom: undefined };
  const why = (cost: Partial<Cost>) => whyWaits({ ...noCost, ...cost }, leftOf(none, spent, 600), none);

  expect([why({ calls: 101 }), why({ queries: 51 }), why({ writes: 11 })]).toEqual([
    "GitHub allows no more calls for now",
    "GitHub allows no more queries for now",
    "GitHub allows no more comments for now",
  ]);
});
