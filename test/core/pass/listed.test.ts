import { expect, test } from "vitest";
import type { TaskSeen } from "../../../action/core/ledger/event.ts";
import { listedTasks } from "../../../action/core/pass/listed.ts";
import { next } from "../../../action/core/submission/next.ts";
import { aTask, at, bothTasks, context, foldOf, pastOf } from "../submission/a-submission.ts";

const [running, done] = [bothTasks("running"), bothTasks("done")];
/** Submitted at ten, and seen so then; `[]`: without a task yet. */
const listed = (before: readonly TaskSeen[], list: readonly TaskSeen[], when = at("10:15"), isCut = false) => {
  const seen = { event: "seen", verdict: "running", tasks: before, pandaDate: at("10:00") } as const;
  const state = foldOf([...pastOf("submitted"), ...(before.length === 0 ? [] : [seen])]);
  if (!("request" in state)) throw new Error(state.kind);
  return listedTasks(state, { tasks: list, isCut }, when, context);
};
const [first, second] = [aTask("simulate", "running"), aTask("merge", "running")];
const ended = aTask("simulate", "done");
const asked = undefined;

test.each([
  ["what is in the list is there, and ends as it stands there", running, done, done],
  ["nothing has come yet, and nothing would be written", [], [], []],
  ["a first task came: progress", [], [first], [first]],
  ["an ended task may be left out of the list while the other one goes on", [ended, second], [second], [ended, second]],
  ["a task that runs is to be in the list", running, [second], asked],
  ["an end is not believed beside a task that is not in the list", [ended, second], [aTask("merge", "done")], asked],
  ["a failure is not believed beside a step without a task", [first], [aTask("simulate", "failed")], asked],
  ["another task has the name of a known one", [ended], [aTask("simulate", "running", { id: 9 })], asked],
])("Tasks from PanDA's list are used or asked for by name: %s", (_, before, list, believed) => {
  expect(listed(before, list)).toEqual(believed);
});

test("Absence from PanDA's list ends no wait: after a day without a task PanDA is asked by name", () => {
  expect([listed([], [], at("33:59")), listed([], [], at("34:00"))]).toEqual([[], asked]);
  expect([listed([ended], [ended], at("10:59")), listed([ended], [ended], at("11:00"))]).toEqual([[ended], asked]);
});

test("From an incomplete task list of PanDA progress is recorded, and the end of a task is asked for by name", () => {
  const further = running.map((task) => ({ ...task, finished: 5 }));
  expect([listed(running, further, at("10:15"), true), listed(running, done, at("10:15"), true)]).toEqual([
    further,
    asked,
  ]);
});

test("An ended task with another task of its step is asked for by name, whatever the list shows", () => {
  expect(listed([ended, second], [aTask("simulate", "running", { id: 9 }), second])).toBe(asked);
});

test("The first date of PanDA is progress and needs no question by name", () => {
  const undated = pastOf("submitted").map(({ ...event }) => {
    if (event.event === "submitted") delete event.pandaDate;
    return event;
  });
  const state = foldOf(undated);
  if (!("request" in state)) throw new Error(state.kind);

  expect(next(state, { kind: "tasks", tasks: [], pandaDate: at("10:15") }, context).events).toMatchObject([
    { event: "looked" },
  ]);
  expect(listedTasks(state, { tasks: [], isCut: false }, at("10:15"), context)).toEqual([]);
});
