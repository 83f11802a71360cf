import { expect, test } from "vitest";
import type { SubmissionEvent, TaskSeen } from "../../../action/core/ledger/event.ts";
import { next } from "../../../action/core/submission/next.ts";
import { requestToAsk } from "../../../action/core/submission/next-requested.ts";
import type { Observation } from "../../../action/core/submission/observation.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { anIntent, aTask, at, bothTasks, context, foldOf, pastOf } from "./a-submission.ts";

const done = aTask("simulate", "done");
const seen = (tasks: readonly TaskSeen[]): SubmissionEvent => ({
  event: "seen",
  verdict: "running",
  tasks,
  pandaDate: at("10:00"),
});
const half = foldOf([...pastOf("submitted"), seen([done])]);
const told = (requestStatus: string | undefined, time = "11:00", tasks: readonly TaskSeen[] = [done]): Observation => ({
  kind: "tasks",
  tasks,
  pandaDate: at(time),
  ...(requestStatus === undefined ? {} : { requestStatus }),
});
const written = (state: SubmissionState, look: Observation): readonly SubmissionEvent[] =>
  next(state, look, context).events;

test.each(["Finished", "SubFinished", "Failed", "Cancelled", "Expired"])(
  "A step without a PanDA task is given up when iDDS says that its request is %s",
  (status) => {
    expect(written(half, told(status))).toEqual([
      {
        event: "seen",
        verdict: "stalled",
        tasks: [done],
        pandaDate: at("11:00"),
        reason: `iDDS gave up merge: request 7 is ${status}, and no task of this step came`,
      },
    ]);
  },
);

test("A step without a PanDA task is not given up while iDDS works on the request or is silent, or the usual hour is not over", () => {
  expect(written(half, told("Transforming"))).toEqual([]);
  expect(written(half, told(undefined))).toEqual([]);
  expect(written(half, told("Finished", "10:59"))).toEqual([]);
});

test("Several steps that iDDS gave up are named together", () => {
  const intent = anIntent({ steps: ["simulate", "merge", "plot"] });
  const state = foldOf([...pastOf("submitted", { intent }), seen([done])]);

  expect(written(state, told("Failed"))).toMatchObject([
    { reason: "iDDS gave up merge, plot: request 7 is Failed, and no task of these steps came" },
  ]);
});

test("iDDS is asked only about submissions that run, are quiet, have no failed task, and have a known request", () => {
  const asked = (state: SubmissionState, tasks: readonly TaskSeen[] = "tasks" in state ? state.tasks : []) =>
    "request" in state ? requestToAsk(state, tasks, at("11:00")) : "no request";
  const finished = aTask("simulate", "finished");
  const withdraw: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "" };
  const unknown = pastOf("submitted").map((event) => (event.event === "submitted" ? { ...event, request: 0 } : event));

  expect(asked(half)).toBe(7);
  expect(asked(foldOf([...pastOf("submitted"), seen([finished])]))).toBe(7);
  expect(asked(half, [finished])).toBeUndefined();
  expect(asked(half, bothTasks("done"))).toBeUndefined();
  expect(asked(foldOf([...pastOf("submitted"), seen([])]))).toBeUndefined();
  expect(asked(foldOf([...pastOf("submitted"), seen(bothTasks("done"))]))).toBeUndefined();
  expect(asked(foldOf([...pastOf("submitted"), seen([aTask("simulate", "running")])]))).toBeUndefined();
  expect(asked(foldOf([...unknown, seen([done])]))).toBeUndefined();
  expect(asked(foldOf([...pastOf("submitted"), seen([done]), withdraw]))).toBe(7);
  expect(asked(foldOf([...pastOf("submitted"), seen([aTask("simulate", "running")]), withdraw]))).toBeUndefined();
  expect(asked(foldOf([...pastOf("submitted"), seen(bothTasks("aborted")), withdraw]))).toBeUndefined();
  expect(asked(foldOf([...pastOf("submitted"), { ...seen([done]), verdict: "stalled" } as SubmissionEvent]))).toBe(
    undefined,
  );
});

test("A step that iDDS gave up stays so without a new question until one of the tasks changes", () => {
  const stalled = foldOf(written(half, told("Failed")), at("11:00"), half);
  const merge = aTask("merge", "running");

  expect(written(stalled, told(undefined, "12:00"))).toEqual([]);
  expect(written(stalled, told(undefined, "12:00", [done, merge]))).toMatchObject([
    { event: "seen", verdict: "running" },
  ]);
  expect(written(stalled, told(undefined, "12:00", [aTask("simulate", "running")]))).toMatchObject([
    { event: "seen", verdict: "running" },
  ]);
});

test("A step that runs is waited for, and only a step without a task is named as given up", () => {
  const intent = anIntent({ steps: ["simulate", "merge", "plot"] });
  const state = (merge: TaskSeen): SubmissionState => foldOf([...pastOf("submitted", { intent }), seen([done, merge])]);
  const look = (merge: TaskSeen) => written(state(merge), told("Failed", "11:00", [done, merge]));

  expect(look(aTask("merge", "running"))).toEqual([]);
  expect(look(aTask("merge", "done"))).toMatchObject([
    { reason: "iDDS gave up plot: request 7 is Failed, and no task of this step came" },
  ]);
});

test("A step that iDDS gave up is followed again if another task ended in another way", () => {
  const stalled = foldOf(written(half, told("Failed")), at("11:00"), half);

  expect(written(stalled, told(undefined, "12:00", [aTask("simulate", "finished")]))).toMatchObject([
    { event: "seen", verdict: "running" },
  ]);
});

test("A task that JEDI restarted is recorded, although no other value of the task changed", () => {
  const before = bothTasks("running");
  const state = foldOf([...pastOf("submitted"), seen(before)]);
  const again = before.map((task) => ({ ...task, attemptNr: 2 }));

  expect(written(state, told(undefined, "10:10", before))).toEqual([]);
  expect(written(state, told(undefined, "10:10", again))).toMatchObject([{ event: "seen", tasks: again }]);
});

test("Under a withdrawal that waits for a retry no step is given up, whatever iDDS says of the request", () => {
  const word: SubmissionEvent = { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "", data: "drop" };
  const state = foldOf([...pastOf("submitted"), seen([done]), word]);
  if (!("past" in state) || state.past.withdrawal === undefined) throw new Error(state.kind);
  const withdrawal = { ...state.past.withdrawal, retried: at("10:50") };

  expect(written({ ...state, past: { ...state.past, withdrawal } }, told("Finished"))).toEqual([]);
  expect(written(state, told("Finished"))).toEqual([{ event: "withdrawn", data: "drop" }]);
});
