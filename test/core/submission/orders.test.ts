import { describe, expect, test } from "vitest";
import type { Order, Said } from "../../../action/core/ledger/event.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { type OrderedTask, ordersFor } from "../../../action/core/submission/orders.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { at, bothTasks, foldOf, pastOf } from "./a-submission.ts";

const name = (step: string): string => `user.ada.sP26a-toy-1.0.0-0_000_${step}`;
const task = (status: string, change: Partial<OrderedTask> = {}): OrderedTask => ({
  id: 1,
  name: name("simulate"),
  status,
  attemptNr: 1,
  ...change,
});
const child = (status: string): OrderedTask => task(status, { id: 2, name: name("merge") });

const wished = (...said: readonly (Pick<Said, "verb"> & Partial<Said>)[]): SubmissionState =>
  said.reduce<SubmissionState>(
    (state, one, index) =>
      applyEvent(state, { event: "person", by: "ada", id: `c${index}`, reason: "", ...one }, at("11:00")),
    foldOf([...pastOf("submitted"), { event: "seen", verdict: "running", tasks: bothTasks("running") }]),
  );
const told = (state: SubmissionState, order: Order): SubmissionState =>
  applyEvent(state, { event: "commanding", ...order }, at("11:01"));
const orders = (state: SubmissionState, tasks: readonly OrderedTask[], when = "11:05"): readonly string[] =>
  ordersFor(state, tasks, at(when)).orders.map((order) => `${order.verb} ${order.task}`);
const retryAt = (attemptNr: number, status = "failed"): Order => ({
  verb: "retry",
  task: 1,
  attemptNr,
  status,
  pandaDate: at("11:01"),
});

describe("a retry", () => {
  test("is told to what JEDI takes it for, once", () => {
    const state = wished({ verb: "retry" });

    expect(orders(state, [task("failed"), child("running")])).toEqual(["retry 1"]);
    expect(orders(state, [task("aborted")])).toEqual([]);
    expect(orders(told(state, retryAt(1)), [task("failed")])).toEqual([]);
  });

  test("whose process died before the call is told again after half an hour of PanDA's clock, if nothing moved", () => {
    const state = told(wished({ verb: "retry" }), retryAt(1));

    expect(orders(state, [task("failed")], "11:30")).toEqual([]);
    expect(orders(state, [task("failed")], "11:31")).toEqual(["retry 1"]);
    expect(orders(state, [task("finished")], "12:00")).toEqual([]);
    expect(orders(state, [task("failed", { attemptNr: 2 })], "12:00")).toEqual([]);
  });

  test("is fulfilled when the task went on, whatever became of it", () => {
    const state = told(wished({ verb: "retry" }), retryAt(1));

    expect(ordersFor(state, [task("failed")], at("11:05")).fulfilled).toEqual([]);
    expect(ordersFor(state, [task("running")], at("11:05")).fulfilled).toEqual(["c0"]);
    expect(ordersFor(state, [task("failed", { attemptNr: 2 })], at("11:05")).fulfilled).toEqual(["c0"]);
  });

  test("carries memory and site", () => {
    expect(ordersFor(wished({ verb: "retry", memory: 4000, site: "B" }), [task("failed")], at("11:05")).orders).toEqual(
      [
        {
          verb: "retry",
          task: 1,
          attemptNr: 1,
          status: "failed",
          pandaDate: at("11:05"),
          memory: 4000,
          site: "B",
        },
      ],
    );
  });
});

test("a kill is told until nothing lives, also to tasks that appear later", () => {
  const state = told(wished({ verb: "kill" }), { verb: "kill", task: 1, attemptNr: 1 });

  expect(orders(state, [task("running"), child("registered")])).toEqual(["kill 1", "kill 2"]);
  expect(orders(state, [task("aborted"), child("aborting")])).toEqual([]);
  expect(ordersFor(state, [task("aborted")], at("12:00")).fulfilled).toEqual([]);
});

test("a step's wish is about its task alone, and a later one about it wins", () => {
  const state = wished({ verb: "pause" }, { verb: "kill", step: "merge" });

  expect(orders(state, [task("running"), child("running")])).toEqual(["pause 1", "kill 2"]);
});

test("finish means the tasks that there were when it was said", () => {
  const state = wished({ verb: "finish" });

  expect(orders(state, [task("running"), child("running")])).toEqual(["finish 1", "finish 2"]);
  expect(orders(state, [task("running", { id: 7 })])).toEqual([]);
});

test("pause and resume are compared with the task", () => {
  expect(orders(wished({ verb: "pause" }), [task("running"), child("paused")])).toEqual(["pause 1"]);
  const resume = wished({ verb: "resume" });
  expect(orders(resume, [task("running"), child("paused")])).toEqual(["resume 2"]);
  const done = told(resume, { verb: "resume", task: 2, attemptNr: 1, status: "paused", pandaDate: at("11:01") });
  expect(ordersFor(done, [child("running")], at("11:05")).fulfilled).toEqual(["c0"]);
});

test("a move is told where the task is elsewhere, and stays for tasks to come", () => {
  const state = wished({ verb: "move", site: "B" });

  expect(orders(state, [task("running", { site: "A" }), { ...child("running"), site: "B" }])).toEqual(["move 1"]);
  expect(ordersFor(state, [task("running", { site: "B" })], at("11:05")).fulfilled).toEqual([]);
});

test("a kill that PanDA refuses for one task stands for the others, and is not repeated where nothing moved", () => {
  const kill = { verb: "kill", task: 1, attemptNr: 1, status: "running", pandaDate: at("11:01") } as const;
  const refused = { event: "order-refused", verb: "kill", task: 1, reason: "no" } as const;
  const state = applyEvent(told(wished({ verb: "withdraw", data: "keep" }), kill), refused, at("11:02"));

  expect(orders(state, [task("running"), child("ready")])).toEqual(["kill 2"]);
  expect(orders(state, [task("throttled")])).toEqual(["kill 1"]);
});
