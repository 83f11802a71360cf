import { expect, test } from "vitest";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { commandsNow } from "../../../action/core/submission/commands-now.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { refusalBy } from "../../../action/core/submission/person.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { aSubmission, at, bothTasks, stateKinds } from "./a-submission.ts";

const linesOf = (state: SubmissionState): readonly string[] => commandsNow(state, "toy").map(({ line }) => line);
const after = (state: SubmissionState, event: SubmissionEvent): SubmissionState =>
  applyEvent(state, event, at("11:00"));
const alive = after(aSubmission("submitted"), { event: "seen", verdict: "running", tasks: bothTasks("running") });

test("The possible commands for a submission can be copied, the most likely first", () => {
  expect(commandsNow(alive, "toy")).toEqual([
    { line: "/shrek kill toy", does: "stops its tasks; finished files stay" },
    { line: "/shrek finish toy", does: "ends its tasks with the files that they have" },
    { line: "/shrek pause toy", does: "halts its tasks until resume" },
    { line: "/shrek resume toy", does: "lets paused tasks go on" },
    { line: "/shrek move toy site=SITE", does: "sends its tasks to another site" },
    {
      line: "/shrek withdraw keep toy",
      does: "kills its tasks, then withdraws it; `keep` or `drop` is recorded for its data",
    },
    {
      line: "/shrek withdraw drop toy",
      does: "kills its tasks, then withdraws it; `keep` or `drop` is recorded for its data",
    },
  ]);
});

test("The commands after a revert on main begin with the answer to its question", () => {
  const questioned = after(alive, { event: "left-main", reason: "reverted" });

  expect(linesOf(questioned).slice(0, 3)).toEqual([
    "/shrek withdraw keep toy",
    "/shrek withdraw drop toy",
    "/shrek kill toy",
  ]);
});

test("No refused command is offered: no close of a running submission, and none during a withdrawal", () => {
  const failed = after(aSubmission("submitted"), {
    event: "seen",
    verdict: "failed",
    tasks: [...bothTasks("failed").slice(0, 1), ...bothTasks("running").slice(1)],
  });
  const withdrawn = after(alive, { event: "person", verb: "withdraw", by: "ada", id: "c1", reason: "" });

  expect(linesOf(failed)).not.toContain("/shrek close toy");
  expect(linesOf(aSubmission("failed"))).toContain("/shrek close toy");
  expect(linesOf(withdrawn)).toEqual([]);
});

test("A kill is offered for a failed submission with a running task, and for each other state that accepts a kill", () => {
  const failedWith = (...tasks: ReturnType<typeof bothTasks>): SubmissionState =>
    after(aSubmission("submitted"), { event: "seen", verdict: "failed", tasks });
  const one = [...bothTasks("failed").slice(0, 1), ...bothTasks("running").slice(1)];

  expect(linesOf(failedWith(...bothTasks("failed")))).not.toContain("/shrek kill toy");
  expect(linesOf(failedWith(...bothTasks("failed")))).toContain("/shrek retry toy");
  expect(linesOf(failedWith(...one))).toContain("/shrek kill toy");
  expect(linesOf(aSubmission("submitted"))).toContain("/shrek kill toy");
});

test("A retry of a broken submission is refused with the reason and what works there now, and is not offered", () => {
  const brokenBehind = (status: string): SubmissionState =>
    after(aSubmission("submitted"), {
      event: "seen",
      verdict: "broken",
      tasks: [...bothTasks(status).slice(0, 1), ...bothTasks("broken").slice(1)],
    });
  const works = (status: string) => refusalBy(brokenBehind(status), { verb: "retry" })?.split(" these work: ")[1];

  expect(refusalBy(brokenBehind("failed"), { verb: "retry", step: "simulate" })).toBe(
    "sP26a-toy 1.0.0 is broken (PanDA cannot run it like this, and its names are taken; a new version is needed), and retry changes nothing there. In this state these work: close, withdraw.",
  );
  expect([works("failed"), works("running"), works("paused")]).toEqual([
    "close, withdraw.",
    "withdraw, kill.",
    "withdraw, resume, kill.",
  ]);
  for (const status of ["failed", "running", "paused"])
    expect(linesOf(brokenBehind(status)).filter((line) => line.includes("retry"))).toEqual([]);
});

test("The commands that are offered for a submission are never refused in its state", () => {
  for (const kind of stateKinds)
    for (const line of linesOf(aSubmission(kind))) {
      const verb = line.split(" ")[1];
      expect(refusalBy(aSubmission(kind), { verb: verb as "kill" })).toBeUndefined();
    }
});

test("A word on data and the end of its rules are no way out of a state, though they are not refused there", () => {
  const kept = after(aSubmission("done"), { event: "kept", until: null, dids: ["mc:hits"] });

  expect([refusalBy(kept, { verb: "declare" }), refusalBy(kept, { verb: "expire" })]).toEqual([undefined, undefined]);
  expect(linesOf(kept)).toEqual(linesOf(aSubmission("done")));
  expect(linesOf(kept).filter((line) => /declare|expire/.test(line))).toEqual([]);
});

test("Of what a later version makes again no retry is offered, and everything else that works is", () => {
  const failed = aSubmission("failed");
  const retry = "/shrek retry toy";

  expect(linesOf(failed)).toContain(retry);
  expect(commandsNow(failed, "toy", true).map(({ line }) => line)).toEqual(
    linesOf(failed).filter((line) => line !== retry),
  );
});
