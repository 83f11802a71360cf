import { describe, expect, test } from "vitest";
import type { Order, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { fingerprint } from "../../../action/core/ledger/names.ts";
import { ownTasks } from "../../../action/core/pass/own-tasks.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, aSubmission, aTask, foldOf, pastOf } from "../submission/a-submission.ts";

const { repository, label, contentDigest } = anIntent();
const mark = fingerprint(repository, label, 2, contentDigest);
const marked = (mark: string) => ({ id: 5, mark, status: "finished", attemptNr: 0 });
const ours = marked(mark);
const theirs = [
  marked(""),
  marked(fingerprint("ffffffff", label, 1, contentDigest)),
  marked(fingerprint(repository, "ba9876543210", 1, contentDigest)),
  marked(fingerprint(repository, label, 1, "0".repeat(64))),
];
const own = (state: SubmissionState) => ("past" in state ? ownTasks([ours, ...theirs], repository, state) : []);

test("Only a PanDA task with our mark is ours, whichever attempt made the task", () => {
  expect(own(aSubmission("running"))).toEqual([ours]);
});

test("Every PanDA task of the names is ours after a person adopted them", () => {
  const adopted = foldOf([...pastOf("conflict"), { event: "submitted", request: 7, evidence: "adopted", tasks: [5] }]);

  expect(own(adopted)).toEqual([ours, ...theirs]);
});

describe("how often a PanDA task was begun again", () => {
  const order: Order = { verb: "retry", task: 5, attemptNr: 1, status: "finished", changed: "10:00" };
  const { changed: _, ...without } = order;
  const known = [aTask("simulate", "finished", { id: 5, attemptNr: 1 })];
  const begun = (first: SubmissionEvent, ...more: readonly SubmissionEvent[]): SubmissionState =>
    foldOf([...pastOf("submitted"), { event: "seen", verdict: "incomplete", tasks: known }, first, ...more]);
  const said = { event: "person", verb: "retry", by: "ada", id: "c1", reason: "", memory: 3000 } as const;
  const retried = begun(said, { event: "commanding", ...order });
  const attempts = (state: SubmissionState, change: object): number | undefined =>
    "past" in state ? ownTasks([{ ...ours, changed: "11:00", ...change }], repository, state)[0]?.attemptNr : undefined;

  test.each([
    ["an attempt more, once it has changed since the order of a retry", {}, 2],
    ["as before, while it has not changed", { changed: "10:00" }, 1],
    ["as before, where PanDA does not say when it changed", { changed: undefined }, 1],
    ["as before, while JEDI takes up a retry", { status: "toretry" }, 1],
    ["as before, while JEDI takes up new parameters", { status: "toincexec" }, 1],
    ["as before, while JEDI refines it", { status: "rerefine" }, 1],
    ["what PanDA counts, where that is more", { attemptNr: 4 }, 4],
    ["what PanDA counts, of a task that was not known", { id: 6, attemptNr: 0 }, 0],
  ])("%s", (_, change, attempt) => {
    expect(attempts(retried, change)).toBe(attempt);
  });

  test.each([
    ["an attempt more, where it had ended and has changed since", "done", {}, 2],
    ["as before, where it has not changed since", "done", { changed: "10:00" }, 1],
    ["as before, where it is taken up to run again", "finished", { status: "rerefine" }, 1],
    ["as before, where it had not ended", "running", {}, 1],
    ["as before, where JEDI was ending it", "aborting", {}, 1],
    ["an attempt more, of one that failed", "failed", {}, 2],
    ["an attempt more, of one that was finished", "finished", {}, 2],
    ["an attempt more, of one that was aborted", "aborted", {}, 2],
  ])("Without an order, %s", (_, status, change, attempt) => {
    const seen = [aTask("simulate", status, { id: 5, attemptNr: 1, changed: "10:00" })];
    const state = foldOf([...pastOf("submitted"), { event: "seen", verdict: "running", tasks: seen }]);

    expect(attempts(state, change)).toBe(attempt);
  });

  test.each([
    ["no order", begun(said)],
    ["an order to another task", begun(said, { event: "commanding", ...order, task: 6 })],
    ["an order at an earlier attempt", begun(said, { event: "commanding", ...order, attemptNr: 0 })],
    ["an order that does not say when the task had changed", begun(said, { event: "commanding", ...without })],
    ["another order than a retry", begun({ ...said, verb: "pause" }, { event: "commanding", ...order, verb: "pause" })],
  ])("None by %s", (_, state) => {
    expect(attempts(state, {})).toBe(1);
  });

  test("A retry that a later command replaced counts, too", () => {
    const replaced = begun(said, { event: "commanding", ...order }, { ...said, id: "c2" });

    expect(attempts(replaced, {})).toBe(2);
  });
});
