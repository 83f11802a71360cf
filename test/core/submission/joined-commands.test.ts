import { expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen, Verdict } from "../../../action/core/ledger/event.ts";
import { commandsNow } from "../../../action/core/submission/commands-now.ts";
import { meetNeeds } from "../../../action/core/submission/meet-needs.ts";
import { next } from "../../../action/core/submission/next.ts";
import { requestToAsk } from "../../../action/core/submission/next-requested.ts";
import { refusalBy } from "../../../action/core/submission/person.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { shownState } from "../../../action/core/submission/states.ts";
import { notesOf } from "../../../action/core/view/status/notes-text.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { aJoinIntent } from "./a-join.ts";
import { aTask, at, context, foldOf, pastOf } from "./a-submission.ts";

const intent = aJoinIntent();
const task = (step: string, status: string, change: Partial<TaskSeen> = {}): TaskSeen =>
  aTask(step, status, { id: intent.steps.indexOf(step) + 1, attemptNr: 0, ...change });
const seenAs = (verdict: Verdict, ...tasks: readonly TaskSeen[]): SubmissionEvent => ({
  ...{ event: "seen", verdict, tasks, pandaDate: at("10:00") },
});
const stateOf = (...events: readonly SubmissionEvent[]): SubmissionState =>
  foldOf([...pastOf("submitted", { intent }), ...events]);
const linesOf = (state: SubmissionState): readonly string[] =>
  commandsNow(state, "T@1").map(({ line, does }) => `${line}: ${does}`);

const running = [task("signal", "done"), task("background", "running")];

test("A pause is refused, and not offered, while a join has no task and a step that it reads has not ended", () => {
  const state = stateOf(seenAs("running", ...running));

  expect(refusalBy(state, { verb: "pause" })).toBe(
    "sP26a-toy 1.0.0 cannot pause now: pileup reads several steps and has no task yet, and PanDA would begin it over the files that are there at the pause. Wait until PanDA has its task, or kill it; a single step that pileup does not read can pause.",
  );
  expect(refusalBy(state, { verb: "pause", step: "background" })).toContain("cannot pause now");
  expect(refusalBy(state, { verb: "pause", step: "signal" })).toBeUndefined();
  expect(refusalBy(state, { verb: "pause", step: "merge" })).toBeUndefined();
  expect(refusalBy(stateOf(), { verb: "pause" })).toContain("cannot pause now");
  expect(linesOf(state).join()).not.toContain("/shrek pause");
  const begun = stateOf(seenAs("running", ...running, task("pileup", "pending")));
  expect(refusalBy(begun, { verb: "pause" })).toBeUndefined();
});

test("A production whose tasks are all paused is called paused, and one whose join broke can resume them", () => {
  const paused = [task("signal", "paused"), task("background", "paused")];

  expect(shownState(stateOf(seenAs("running", ...paused)))).toBe("paused");
  expect(shownState(stateOf(seenAs("running", ...running)))).toBe("running");
  const broken = stateOf(seenAs("broken", ...paused, task("pileup", "broken")));
  expect(linesOf(broken)).toContain("/shrek resume T@1: lets paused tasks go on");
  expect(refusalBy(stateOf(seenAs("broken", task("pileup", "broken"))), { verb: "resume" })).toBe(
    "sP26a-toy 1.0.0 has no paused task.",
  );
  expect(
    next(
      broken,
      { kind: "tasks", tasks: [task("signal", "done"), task("pileup", "broken")], pandaDate: at("11:00") },
      context,
    ).events,
  ).toMatchObject([{ event: "seen", verdict: "broken" }]);
});

const read = { signal: { had: 3, made: 3 }, background: { had: 5, made: 10 } };
const done = [
  task("signal", "done"),
  task("background", "done"),
  task("pileup", "done", { read }),
  task("merge", "done"),
];

test("A join that had less than its parents have is said to have, and neither retried nor read by others", () => {
  const { events } = next(
    stateOf(seenAs("running", ...running)),
    { kind: "tasks", tasks: done, pandaDate: at("11:00") },
    context,
  );
  expect(events).toMatchObject([{ event: "seen", verdict: "incomplete" }]);
  const state = stateOf(...events);

  expect(describeState(state)).toContain("; pileup read 5 of the 10 files that background has");
  expect(refusalBy(state, { verb: "retry" })).toBe(
    "sP26a-toy 1.0.0 has no task that a retry reaches: pileup read 5 of the 10 files that background has, and PanDA runs no task again for files that came later. Close it, and make it again as a new version.",
  );
  expect(linesOf(state).join()).not.toContain("/shrek retry");
  const need = (step: string, upstream = state) =>
    meetNeeds(
      [
        {
          ...{ input: "x", kind: "production", tag: "sP26a-toy", version: "1.0.0" },
          step,
          output: null,
          require: 0.5,
          dataset: null,
        },
      ],
      () => ({ upstream, task: undefined }),
    );
  expect(need("merge")).toEqual({
    kind: "lost",
    reason: "sP26a-toy 1.0.0 is not whole: pileup read 5 of the 10 files that background has",
  });
  expect(need("background").kind).toBe("met");
  const shorter = { ...read, signal: { had: 2, made: 3 } };
  const twice = stateOf(seenAs("incomplete", ...done.map((one) => (one.read ? { ...one, read: shorter } : one))));
  expect(need("merge", twice)).toMatchObject({
    reason: expect.stringContaining("3 files that signal has; pileup read 5 of the 10 files that background has"),
  });
  const accepting = aJoinIntent({ accept: { background: 0.5 } });
  const accepted = foldOf([...pastOf("submitted", { intent: accepting }), seenAs("incomplete", ...done)]);
  expect(need("merge", accepted).kind).toBe("met");
});

test("A retry says which begun join it does not reach, before and while it runs", () => {
  const short = stateOf(
    seenAs(
      "incomplete",
      task("signal", "finished", { finished: 7 }),
      ...done.slice(1, 2),
      task("pileup", "done"),
      task("merge", "done"),
    ),
  );
  expect(linesOf(short)).toContain(
    "/shrek retry T@1: runs the failed part again; pileup has begun and gets none of its files",
  );

  const again = stateOf(seenAs("running", task("signal", "running", { attemptNr: 1 }), ...done.slice(1)));
  expect(notesOf(again)).toContain("pileup began before its parents had ended, and takes no files that come now");
});

test("Behind a failed parent a join gets no task: said with the retry and after it, and iDDS is asked at once", () => {
  const failed = seenAs("failed", task("signal", "done"), task("background", "failed"));
  expect(linesOf(stateOf(failed)).filter((line) => line.includes("no task"))).toEqual([
    "/shrek retry T@1: runs the failed part again; pileup, merge get no task",
  ]);
  const whole = [task("signal", "done"), task("background", "done", { attemptNr: 1 })];
  const after = stateOf(failed, seenAs("running", ...whole));
  const why =
    "pileup, merge get no task: background ended without success once, and iDDS begins no step of several parents behind it any more";
  expect(notesOf(after)).toContain(`${why}: close it, and make it again as a new version`);

  if (!("request" in after)) throw new Error(after.kind);
  expect(requestToAsk(after, whole, at("10:01"))).toBe(7);
  const seen = { kind: "tasks", tasks: whole, pandaDate: at("10:01"), requestStatus: "SubFinished" } as const;
  const [event] = next(after, seen, context).events;
  expect(event).toMatchObject({ event: "seen", verdict: "stalled", reason: `${why} (request 7 is SubFinished)` });
  expect(next(after, { ...seen, requestStatus: "Transforming" }, context).events).toEqual([]);
});

test("Of two joins a retry names each that has begun, and each that gets no task", () => {
  const join = { in: [{ from: "signal" }, { from: "background" }], out: ["o.txt"] };
  const steps = { signal: { out: ["s.txt"] }, background: { out: ["b.txt"] }, pileup: join, merge: join };
  const content = { format: 1 as const, request: { schema: 1, steps } as never, resources: [] };
  const two = { ...intent, content };
  const failed = [task("signal", "done"), task("background", "failed"), task("pileup", "done")];
  const retryOf = (...tasks: readonly TaskSeen[]) =>
    linesOf(foldOf([...pastOf("submitted", { intent: two }), seenAs("failed", ...tasks)])).find((line) =>
      line.includes("/shrek retry"),
    );

  expect(retryOf(...failed)).toContain("; pileup has begun and gets none of its files; merge gets no task");
  expect(retryOf(...failed, task("merge", "done"))).toContain("; pileup, merge have begun and get none of its files");
});

test("What JEDI aborted because of its parent is told as that, with a retry as a way out", () => {
  const state = stateOf(
    seenAs("failed", ...done.slice(0, 3), task("merge", "aborted", { dialog: "parent task is failed" })),
  );

  expect(describeState(state)).toBe("step merge (task 4): PanDA aborted it, because its parent task is failed");
  expect(refusalBy(state, { verb: "retry" })).toBeUndefined();
  const killed = stateOf(
    seenAs("aborted", ...done.slice(0, 3), task("merge", "aborted", { dialog: "killed by root" })),
  );
  expect(refusalBy(killed, { verb: "retry" })).toContain("has no task that");
});
