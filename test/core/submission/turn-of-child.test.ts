import { describe, expect, test } from "vitest";
import type { Order } from "../../../action/core/ledger/event.ts";
import { turnOfChild } from "../../../action/core/submission/turn-of-child.ts";
import { aJoinIntent } from "./a-join.ts";

type Task = Parameters<typeof turnOfChild>[3];

const ids = { signal: 1, background: 2, pileup: 3, merge: 4 };
const task = (step: keyof typeof ids, status: string, change: Partial<Task> = {}): Task => ({
  ...{ id: ids[step], step, status, attemptNr: 1, dialog: "", files: 10, finished: 0 },
  ...change,
});
const background = task("background", "done");
const abortedByParent = { dialog: "parent task is failed" };
const ordered = (of: Task): Order => ({ verb: "retry", task: of.id, attemptNr: 1 });

/** `ran`: parents that the retry has run again. */
const turn = (
  child: Task,
  parents: readonly Task[],
  { step, ran = [], accept = {} }: { step?: string; ran?: readonly Task[]; accept?: Record<string, number> } = {},
) => {
  const again = parents.map((one) => (ran.includes(one) ? { ...one, attemptNr: 2 } : one));
  return turnOfChild(aJoinIntent({ accept }), { step, sent: ran.map(ordered) }, [...again, child], child);
};

describe("a task behind its parents", () => {
  const pileup = task("pileup", "failed");

  test.each<[string, string, readonly Task[]]>([
    ["now", "done", [task("signal", "done")]],
    ["later", "running", [task("signal", "running")]],
    ["later", "failed, and runs again first", [task("signal", "failed")]],
    ["later", "finished with less, and runs again first", [task("signal", "finished", { finished: 9 })]],
    ["later", "failed with all files", [task("signal", "failed", { finished: 10 })]],
    ["now", "finished with all files", [task("signal", "finished", { finished: 10 })]],
    ["never", "broken, and runs no more", [task("signal", "broken")]],
    ["never", "killed by a person, and runs no more", [task("signal", "aborted", { dialog: "killed by ada" })]],
    [
      "now",
      "done in the newer of two tasks of the step",
      [task("signal", "failed"), task("signal", "done", { id: 11 })],
    ],
    [
      "later",
      "failed in the newer of two tasks of the step",
      [task("signal", "done"), task("signal", "failed", { id: 11 })],
    ],
  ])("A retry of all reaches it %s where a parent is %s", (when, _, parents) => {
    expect(turn(pileup, [...parents, background])).toBe(when);
  });

  test("A parent that never runs again counts more than one that runs later, whichever is first", () => {
    const [broken, running] = [task("signal", "broken"), task("background", "running")];

    expect(turn(pileup, [broken, running])).toBe("never");
    expect(turn(pileup, [task("signal", "running"), task("background", "broken")])).toBe("never");
  });

  test("A parent is good from the share on that the request accepts of it, and only where it is finished", () => {
    const accept = { signal: 0.9 };
    const of = (status: string, finished: number) =>
      turn(pileup, [task("signal", status, { finished }), background], { accept });

    expect([of("finished", 9), of("finished", 8), of("failed", 9)]).toEqual(["now", "later", "later"]);
  });

  test("A step that waits for another of a chain waits for the first that runs again", () => {
    const chain = [task("signal", "failed"), background, pileup];

    expect(turn(task("merge", "failed"), chain)).toBe("later");
    expect(turn(task("merge", "failed"), [task("signal", "broken"), background, pileup])).toBe("never");
  });

  test("A task behind a parent that ran again and ended with less is retried, and one that JEDI aborted is not", () => {
    const less = task("signal", "finished", { finished: 9 });
    const failed = task("signal", "failed");
    const aborted = task("pileup", "aborted", abortedByParent);

    expect(turn(pileup, [less, background], { ran: [less] })).toBe("now");
    expect(turn(aborted, [less, background], { ran: [less] })).toBe("never");
    expect(turn(pileup, [failed, background], { ran: [failed] })).toBe("never");
  });
});

describe("a retry of one step", () => {
  test("It reaches a failed task at once, whatever its parents are", () => {
    expect(turn(task("pileup", "failed"), [task("signal", "running"), background], { step: "pileup" })).toBe("now");
  });

  test("It reaches a task that JEDI aborted behind good parents only, and runs no parent", () => {
    const aborted = task("pileup", "aborted", abortedByParent);
    const of = (status: string) => turn(aborted, [task("signal", status), background], { step: "pileup" });

    expect([of("done"), of("running"), of("failed")]).toEqual(["now", "later", "never"]);
  });
});
