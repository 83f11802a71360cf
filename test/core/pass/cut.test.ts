import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Cost,
  cutToBudget,
  isPayable,
  minus,
  noCost,
  sumOf,
  type Work,
  workKinds,
} from "../../../action/core/pass/cost.ts";

const resources = ["calls", "writes", "pushes", "panda", "seconds"] as const;
const cost = (most: number): fc.Arbitrary<Cost> =>
  fc.record(
    Object.fromEntries(resources.map((name) => [name, fc.nat(most)])) as Record<keyof Cost, fc.Arbitrary<number>>,
  );
const day = (n: number): string => `2026-03-${String(n).padStart(2, "0")}`;
const work = fc.record({
  kind: fc.constantFrom(...workKinds),
  cost: cost(10),
  lastDone: fc.option(fc.integer({ min: 1, max: 28 }).map(day), { nil: undefined }),
});
const works = fc.array(work, { maxLength: 40 });

const of = (kind: Work["kind"], calls: number, lastDone?: string): Work => ({
  kind,
  cost: { ...noCost, calls },
  lastDone,
});
const calls = (count: number): Cost => ({ ...noCost, calls: count });

test("The works that a pass does now never cost more than is left to the pass", () => {
  fc.assert(
    fc.property(works, cost(60), (all, left) => {
      const { now } = cutToBudget(all, left);

      expect(isPayable(sumOf(now.map((one) => one.cost)), left)).toBe(true);
    }),
  );
});

test("A pass does or postpones each work, and postpones none that it could still pay", () => {
  fc.assert(
    fc.property(works, cost(60), (all, left) => {
      const { now, later } = cutToBudget(all, left);
      const rest = minus(left, sumOf(now.map((one) => one.cost)));

      expect([now.length + later.length, later.filter((one) => isPayable(one.cost, rest))]).toEqual([all.length, []]);
    }),
  );
});

test("A work that a pass could pay does not wait for ever, however many orders to stop come in each pass", () => {
  fc.assert(
    fc.property(works, fc.array(fc.constant(of("stop", 10)), { maxLength: 3 }), (all, stops) => {
      // Enough for the dearest order that stops something, and for the dearest of all else.
      const left = Object.fromEntries(resources.map((name) => [name, 20])) as Cost;
      let waiting: readonly Work[] = all;
      for (let pass = 0; pass < all.length && waiting.length > 0; pass++) {
        const { later } = cutToBudget([...waiting, ...stops], left);
        waiting = waiting.filter((one) => later.includes(one));
      }

      expect(waiting).toEqual([]);
    }),
  );
});

test("A pass does one work of each kind before a second of any, and the second is of the kind whose waiting hurts most", () => {
  const all = [of("submit", 1), of("submit", 1), of("enter", 1), of("tell", 1), of("tell", 1), of("follow", 1)];

  expect(cutToBudget(all, calls(4)).now.map(({ kind }) => kind)).toEqual(["submit", "enter", "tell", "follow"]);
  expect(cutToBudget(all, calls(5)).later.map(({ kind }) => kind)).toEqual(["submit"]);
});

test("An order that stops something is done before all else, and then what has waited longest", () => {
  const all = [of("submit", 3, day(1)), of("tell", 3, day(2)), of("stop", 3, day(9))];

  expect(cutToBudget(all, calls(3)).now.map(({ kind }) => kind)).toEqual(["stop"]);
  expect(cutToBudget(all, calls(6)).now.map(({ kind }) => kind)).toEqual(["submit", "stop"]);
});

test("A work that was never done goes first within its kind, and one that is too dear holds up no other", () => {
  const [old, never, dear] = [of("enter", 2, day(1)), of("enter", 2), of("enter", 9)];

  expect(cutToBudget([old, never, dear], calls(2)).now).toEqual([never]);
  expect(cutToBudget([dear, old], calls(2)).now).toEqual([old]);
});

test("A kind of work that goes in order does nothing behind the first that is too dear, however cheap", () => {
  const [first, dear, cheap] = [of("submit", 2), of("submit", 9), of("submit", 1)];

  expect(cutToBudget([first, dear, cheap], calls(5), true)).toEqual({ now: [first], later: [dear, cheap] });
  expect(cutToBudget([first, dear, cheap], calls(5))).toEqual({ now: [first, cheap], later: [dear] });
  expect(cutToBudget([first, cheap], calls(3), true).now).toEqual([first, cheap]);
});

test("A pass that did one work of each kind goes on with those that hurt most when they wait", () => {
  const all = [...workKinds, ...workKinds].toReversed().map((kind) => of(kind, 1));
  const kindsNow = (count: number) => cutToBudget(all, calls(count)).now.map(({ kind }) => kind);
  const once = workKinds.toReversed();

  expect(workKinds).toEqual(["stop", "follow", "tell", "enter", "submit"]);
  expect(kindsNow(5)).toEqual(once);
  expect(cutToBudget(all, calls(7)).later.map(({ kind }) => kind)).toEqual(["submit", "enter", "tell"]);
  expect(kindsNow(10)).toEqual([...once, ...once]);
});

test("A work that was never done has waited longer than one that was done at any time, in either order", () => {
  const [first, last, never] = [of("tell", 1, day(1)), of("enter", 1, day(2)), of("submit", 1)];

  for (const all of [
    [first, last, never],
    [never, last, first],
  ]) {
    expect(cutToBudget(all, calls(1)).now).toEqual([never]);
    expect(cutToBudget(all, calls(2)).later).toEqual([last]);
  }
});

test("An order to stop goes before what has waited longer", () => {
  const [stop, never] = [of("stop", 1, day(9)), of("follow", 1)];

  expect([cutToBudget([never, stop], calls(1)).now, cutToBudget([stop, never], calls(1)).now]).toEqual([
    [stop],
    [stop],
  ]);
});
