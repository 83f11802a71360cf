import { expect, test } from "vitest";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { goFirst, seeFirst } from "../../../action/core/submission/pilot-runs.ts";
import type { StateKind, SubmissionState } from "../../../action/core/submission/state.ts";
import { at, foldOf, pastOf } from "./a-submission.ts";

const ten = { runs: 10, good: 8 };
const of = (kind: StateKind, count = 1): readonly SubmissionState[] =>
  Array.from({ length: count }, () => foldOf(pastOf(kind)));

test("The given number of first runs is submitted, and the others when enough of them ended well", () => {
  expect(seeFirst(ten, of("intended", 138))).toEqual({ kind: "open", free: 10, lost: false });
  expect(seeFirst(ten, [...of("running", 4), ...of("intended", 134)])).toEqual({ kind: "open", free: 6, lost: false });
  expect(seeFirst(ten, [...of("done", 7), ...of("running", 3)])).toEqual({ kind: "open", free: 0, lost: false });
  expect(seeFirst(ten, [...of("done", 7), ...of("completed-partially"), ...of("running", 2)])).toEqual({
    kind: "reached",
  });
});

test("A stopped first run may be retried and end well; a run that ended otherwise is lost", () => {
  const stopped: readonly StateKind[] = [
    "failed",
    "incomplete",
    "exhausted",
    "stalled",
    "aborted",
    "rejected",
    "in-doubt",
  ];
  const lost: readonly StateKind[] = ["closed", "withdrawn", "broken", "superseded", "retired"];
  const behind = (kind: StateKind) => seeFirst({ runs: 1, good: 1 }, [behindCheck(kind)]);

  expect(stopped.map(behind)).toEqual(stopped.map(() => ({ kind: "open", free: 0, lost: false })));
  expect(lost.map(behind)).toEqual(lost.map(() => ({ kind: "open", free: 0, lost: true })));
  const both = [...of("done", 5), ...Array.from({ length: 2 }, () => behindCheck("closed"))];
  expect(seeFirst(ten, both)).toEqual({ kind: "open", free: 3, lost: false });
  expect(seeFirst(ten, [...both, behindCheck("withdrawn")])).toEqual({ kind: "open", free: 2, lost: true });
});

/** It ended so after its check was begun. */
const behindCheck = (kind: StateKind): SubmissionState => {
  const state = foldOf(pastOf(kind));
  return "past" in state ? { ...state, past: { ...state.past, isBound: true } } : state;
};

test("A run that was never called does not count as a first run, and does not delay others", () => {
  const never = (["waiting", "held", "blocked", "skipped"] as const).flatMap((kind) => of(kind, 20));
  const withdrawn = applyEvent(foldOf(pastOf("intended")), { event: "withdrawn", data: "keep" }, at("11:00"));

  expect(seeFirst(ten, [...never, withdrawn])).toEqual({ kind: "open", free: 10, lost: false });
});

test("All first runs that were submitted count, also more than main says now", () => {
  const many = [...of("done", 20), ...of("running", 40)];

  expect(seeFirst(ten, many)).toEqual({ kind: "reached" });
  expect(seeFirst({ runs: 30, good: 30 }, many)).toEqual({ kind: "open", free: 0, lost: false });
  const bad = Array.from({ length: 40 }, () => behindCheck("closed"));
  expect(seeFirst({ runs: 30, good: 30 }, [...of("done", 20), ...bad])).toEqual({
    kind: "open",
    free: 0,
    lost: true,
  });
});

test("The runs with the lowest numbers go first, together with runs that went before", () => {
  const intended = foldOf(pastOf("intended"));
  const waiting = [10001, 9999, 66001, 12].map((run) => ({ run, state: intended }));
  const again = { run: 70000, state: behindCheck("intended") };

  const { go, held } = goFirst([...waiting, again], 2);

  expect(go.map(({ run }) => run)).toEqual([70000, 12, 9999]);
  expect(held.map(({ run }) => run)).toEqual([10001, 66001]);
  expect(goFirst(waiting, 0).go).toEqual([]);
});
