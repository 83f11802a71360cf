import { describe, expect, test } from "vitest";
import { workflowName } from "../../../action/core/ledger/names.ts";
import { BrokenLedger } from "../../../action/core/submission/fold.ts";
import { next } from "../../../action/core/submission/next.ts";
import type { Observation } from "../../../action/core/submission/observation.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { isLive } from "../../../action/core/submission/states.ts";
import { asksForLook, watchedOf } from "../../../action/core/submission/watch.ts";
import { withdrawnFrom } from "../../../action/core/submission/withdrawn.ts";
import { aSubmission, at, context, foldOf, key, pastOf } from "./a-submission.ts";

const watched = foldOf([...pastOf("checked"), { event: "withdrawn", data: "drop", watch: true }]);
const begun = foldOf([
  ...pastOf("checked"),
  { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "drop" },
  { event: "withdrawn", data: "drop", watch: true },
  { event: "looked", pandaDate: at("10:00") },
]);
const days = (count: number): string => `${10 + 24 * count}:00`;
const absent = (time: string): Observation => ({ kind: "all-absent", pandaDate: at(time) });

test("A withdrawn submission is watched if a check was sent and no request is known", () => {
  const isWatched = (kind: StateKind): boolean => {
    const state = aSubmission(kind);
    return (
      "past" in state && withdrawnFrom(state, "keep").event === "withdrawn" && "watch" in withdrawnFrom(state, "keep")
    );
  };
  const kinds: readonly StateKind[] = ["intended", "conflict", "checking", "checked", "in-doubt", "running", "stalled"];

  expect(kinds.filter(isWatched)).toEqual(["checking", "checked", "in-doubt"]);
  expect(watchedOf(key, aSubmission("withdrawn"))).toBeUndefined();
  expect([isLive(watched), watchedOf(key, watched)]).toMatchObject([
    false,
    { key, since: null, requests: [], tasks: [], userName: "Ada Lovelace" },
  ]);
  expect(watchedOf(key, begun)).toMatchObject({ since: at("10:00") });
});

describe("watched withdrawals", () => {
  test.each<readonly [string, Observation, object]>([
    ["a request", { kind: "ours", request: 7, pandaDate: at("11:00") }, { request: 7, pandaDate: at("11:00") }],
    ["a task without one", { kind: "foreign", reason: "x", ours: true }, { request: 0 }],
  ])("A withdrawn submission is followed again when PanDA shows %s", (_, seen, event) => {
    expect(next(begun, seen, context).events).toEqual([{ event: "submitted", evidence: "found", ...event }]);
    expect(next(aSubmission("withdrawn"), seen, context).events).toEqual([]);
  });

  test("The fourteen days of a withdrawn submission begin with PanDA's first date, and end once", () => {
    expect(next(watched, { kind: "all-absent", pandaDate: undefined }, context).events).toEqual([]);
    expect(next(watched, absent("10:00"), context).events).toEqual([{ event: "looked", pandaDate: at("10:00") }]);
    expect(next(begun, absent("11:00"), context).events).toEqual([]);
    const over = foldOf([{ event: "looked", pandaDate: at("11:00") }], at("11:00"), begun);
    expect(next(over, absent(days(14)), context).events).toEqual([{ event: "watched" }]);
    const ended = foldOf([{ event: "watched" }], at("11:00"), over);
    expect([watchedOf(key, ended), next(ended, absent(days(15)), context).events]).toEqual([undefined, []]);
  });

  test("Another user's task of the same name neither ends a watch early nor delays its end", () => {
    const foreign = (time: string): Observation => ({ kind: "foreign", reason: "x", pandaDate: at(time) });

    expect(next(begun, foreign(days(13)), context).events).toEqual([]);
    expect(next(begun, foreign(days(14)), context).events).toEqual([{ event: "watched" }]);
  });

  test("Any request of the watched names in iDDS's list leads to a look at PanDA", () => {
    const one = watchedOf(key, begun);
    if (one === undefined) throw new Error("it is not watched");
    const reported = new Map([[workflowName("0a1b2c3d", one.label, 1), 7]]);

    expect(asksForLook(one, "0a1b2c3d", { reported, changed: new Map() }, at("11:00"))).toBe(true);
    expect(asksForLook(one, "0a1b2c3d", { reported: new Map(), changed: new Map() }, at("11:00"))).toBe(false);
  });
});

test("A look at PanDA for a withdrawn submission that is not watched gives no event", () => {
  expect(() => foldOf([...pastOf("withdrawn"), { event: "looked", pandaDate: at("10:00") }])).toThrow(BrokenLedger);
});

test("A task that appears of a version that main dropped asks a person, because no person gave the version up", () => {
  const left = { event: "left-main", reason: "a late call submitted it after main had dropped it" };
  const found = { event: "submitted", evidence: "found", request: 7, pandaDate: at("11:00") };

  expect(next(watched, { kind: "ours", request: 7, pandaDate: at("11:00") }, context).events).toEqual([found, left]);
});

test("Only a look for its names begins the watch of a withdrawn submission", () => {
  expect(next(watched, { kind: "tasks", tasks: [], pandaDate: at("11:00") }, context).events).toEqual([]);
});
