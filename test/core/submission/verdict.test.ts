import { expect, test } from "vitest";
import { coarse, finishedShare, isWithoutSuccess, verdictOf } from "../../../action/core/submission/verdict.ts";
import { aJoinIntent } from "./a-join.ts";
import { anIntent, aTask } from "./a-submission.ts";

const asked = (steps: number, accept: Readonly<Record<string, number>> = {}) =>
  anIntent({ steps: ["simulate", "merge"].slice(0, steps), accept });

const lossy = (finished: number, files: number) => aTask("simulate", "finished", { finished, files });

test("A finished share of exactly the accepted value is enough, whatever the number of files", () => {
  expect(verdictOf([lossy(1, 1)], asked(1, {}))).toBe("completed-partially");
  expect(verdictOf([lossy(9, 10)], asked(1, { simulate: 0.9 }))).toBe("completed-partially");
  expect(verdictOf([lossy(8, 10)], asked(1, { simulate: 0.9 }))).toBe("incomplete");
});

test("A task without files has no finished share, and is accepted only if the request accepts a share of 0", () => {
  expect(verdictOf([lossy(0, 0)], asked(1, { simulate: 0.1 }))).toBe("incomplete");
  expect(verdictOf([lossy(0, 0)], asked(1, { simulate: 0 }))).toBe("completed-partially");
});

test("A done task counts as complete together with a partly finished one, whatever its counts", () => {
  expect(verdictOf([aTask("merge", "done", { finished: 0 }), lossy(9, 10)], asked(2, { simulate: 0.9 }))).toBe(
    "completed-partially",
  );
});

test("Recorded progress is a status and tenths of the files for each task", () => {
  const running = aTask("simulate", "running", { files: 100, finished: 39, failed: 10 });

  expect(coarse([running, aTask("merge", "registered", { files: 0 })])).toBe("1 running 3 1\n2 registered 0 0");
  expect(coarse([aTask("simulate", "running", { files: 1, finished: 1 })])).toBe("1 running 10 0");
});

test("A partly finished task with all of its files is complete, even if the request accepts nothing less", () => {
  expect(verdictOf([aTask("simulate", "finished", { files: 10, finished: 10 })], asked(1, {}))).toBe(
    "completed-partially",
  );
});

test("A join that read less than its parents have made is never done: incomplete, or accepted by the request", () => {
  const joined = (had: number, made: number, change: object = {}) => {
    const read = { signal: { had: 3, made: 3 }, background: { had, made } };
    const tasks = ["signal", "background", "pileup", "merge"].map((step, at) =>
      aTask(step, "done", { id: at + 1, ...(step === "pileup" ? { read } : {}) }),
    );
    return verdictOf(tasks, aJoinIntent(change));
  };

  expect(joined(10, 10)).toBe("done");
  expect(joined(5, 10)).toBe("incomplete");
  expect(joined(0, 10)).toBe("incomplete");
  expect(joined(9, 10, { accept: { background: 0.9 } })).toBe("completed-partially");
  expect(joined(8, 10, { accept: { background: 0.9 } })).toBe("incomplete");
  expect(joined(0, 0)).toBe("done");
  // One of two is enough for it, and it has all of that one.
  expect(joined(0, 10, { when: "signal || background" })).toBe("done");
});

test("What JEDI aborted because of its parent failed, and what a person killed is aborted", () => {
  const child = (dialog: string) => aTask("merge", "aborted", { dialog });

  expect(verdictOf([aTask("simulate", "done"), child("parent task is failed")], asked(2))).toBe("failed");
  expect(verdictOf([aTask("simulate", "done"), child("killed by root")], asked(2))).toBe("aborted");
  expect(verdictOf([aTask("simulate", "aborted"), child("parent task is aborted")], asked(2))).toBe("aborted");
  expect(verdictOf([aTask("simulate", "failed"), child("parent task is failed")], asked(2))).toBe("failed");
});

test("The finished share of a PanDA task is between 0 and 1", () => {
  const share = (status: string, files: number, finished: number) =>
    finishedShare(aTask("simulate", status, { files, finished }));

  expect([share("done", 10, 3), share("finished", 0, 0), share("finished", 10, 5)]).toEqual([1, 0, 0.5]);
});

test.each([
  ["done", false],
  ["running", false],
  ["finished", true],
  ["broken", true],
  ["failed", true],
  ["aborted", true],
  ["exhausted", true],
])("A task that is %s has stopped without success: %s", (status, stopped) => {
  expect(isWithoutSuccess(status)).toBe(stopped);
});
