import { expect, test } from "vitest";
import { defaultPriority } from "../../../action/core/production/run-row.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { inTurn, type Turn, takesPlace } from "../../../action/core/submission/queue.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { aTask, at, foldOf, pastOf } from "./a-submission.ts";

const one = (key: string, change: Partial<Turn> = {}): Turn => ({
  key,
  tag: key.split("/")[0] ?? "",
  priority: 1000,
  atMost: undefined,
  ...change,
});
const keys = (ones: readonly Turn[]): readonly string[] => ones.map(({ key }) => key);

test("Submissions wait in order of priority, and then of names", () => {
  const { go, queued } = inTurn(
    [one("b/1"), one("a/1", { priority: 900 }), one("c/1", { priority: 1100 }), one("a/0")],
    new Map(),
  );

  expect(keys(go)).toEqual(["c/1", "a/0", "b/1", "a/1"]);
  expect(queued).toEqual([]);
});

test("No more submissions of one tag are submitted than places are free, and other tags are not delayed", () => {
  const many = Array.from({ length: 9 }, (_, run) => one(`old/${run}`, { atMost: 5, priority: 1100 }));

  const { go, queued } = inTurn([...many, one("prompt/1")], new Map([["old", 3]]));

  expect(keys(go)).toEqual(["old/0", "old/1", "prompt/1"]);
  expect(keys(queued)).toEqual(["old/2", "old/3", "old/4", "old/5", "old/6", "old/7", "old/8"]);
});

test("A limit of places below the number of running submissions lets none begin and loses none", () => {
  const { go, queued } = inTurn([one("old/7", { atMost: 2 })], new Map([["old", 20]]));

  expect([keys(go), keys(queued)]).toEqual([[], ["old/7"]]);
});

test("A submission that runs or may run takes a place; one that waits for a person does not until a retry", () => {
  const takes: readonly StateKind[] = ["checking", "submitting", "in-doubt", "submitted", "running"];
  const not: readonly StateKind[] = [
    "intended",
    "waiting",
    "held",
    "failed",
    "incomplete",
    "done",
    "closed",
    "rejected",
  ];
  expect(takes.map((kind) => takesPlace(foldOf(pastOf(kind))))).toEqual(takes.map(() => true));
  expect(not.map((kind) => takesPlace(foldOf(pastOf(kind))))).toEqual(not.map(() => false));
  const failed = foldOf(pastOf("failed"));
  const again = applyEvent(
    applyEvent(failed, { event: "person", verb: "retry", by: "ada", id: "c1", reason: "" }, at("11:00")),
    { event: "commanding", verb: "retry", task: 1, attemptNr: 1, status: "failed" },
    at("11:01"),
  );
  expect(takesPlace(again)).toBe(true);
});

test("A submission without a priority has 1000, as at PanDA", () => {
  expect(defaultPriority).toBe(1000);
});

test("As many waiting submissions are submitted as there are places when no place is taken", () => {
  const { go, queued } = inTurn([one("a/0", { atMost: 1 }), one("a/1", { atMost: 1 })], new Map());

  expect([keys(go), keys(queued)]).toEqual([["a/0"], ["a/1"]]);
});

test("A stopped submission takes a place while one of its tasks runs, and a possible duplicate always does", () => {
  const beside = (verdict: "incomplete" | "failed" | "exhausted" | "aborted", status: string) =>
    takesPlace(
      foldOf([
        ...pastOf("submitted"),
        { event: "seen", verdict, tasks: [aTask("simulate", "failed"), aTask("merge", status)] },
      ]),
    );
  const kinds = ["incomplete", "failed", "exhausted", "aborted"] as const;

  expect(kinds.map((kind) => beside(kind, "running"))).toEqual([true, true, true, true]);
  expect(kinds.map((kind) => beside(kind, "failed"))).toEqual([false, false, false, false]);
  expect(takesPlace(foldOf(pastOf("duplicate-suspected")))).toBe(true);
});
