import { describe, expect, test } from "vitest";
import type { GivenCommand, Order } from "../../../action/core/ledger/event.ts";
import { applyEvent } from "../../../action/core/submission/fold.ts";
import { lastTasks, type OrderedTask, ordersFor, sentTo } from "../../../action/core/submission/orders.ts";
import { isTaskOver } from "../../../action/core/submission/panda-answer.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { aJoinIntent } from "./a-join.ts";
import { aSubmission, aTask, at, bothTasks, foldOf, pastOf } from "./a-submission.ts";

const name = (step: string): string => `user.ada.sP26a-toy-1.0.0-0_000_${step}`;
const task = (status: string, change: Partial<OrderedTask> = {}): OrderedTask => ({
  id: 1,
  name: name("simulate"),
  status,
  attemptNr: 1,
  dialog: "",
  files: 10,
  finished: 0,
  ...change,
});
const child = (status: string): OrderedTask => task(status, { id: 2, name: name("merge") });

const commanded = (...said: readonly (Pick<GivenCommand, "verb"> & Partial<GivenCommand>)[]): SubmissionState =>
  said.reduce<SubmissionState>(
    (state, one, index) =>
      applyEvent(state, { event: "person", by: "ada", id: `c${index}`, reason: "", ...one }, at("11:00")),
    foldOf([...pastOf("submitted"), { event: "seen", verdict: "running", tasks: bothTasks("running") }]),
  );
const afterOrder = (state: SubmissionState, order: Order): SubmissionState =>
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

describe("retry orders", () => {
  test("A retry order keeps when the status of its PanDA task had changed, where PanDA says it; no other order does", () => {
    const orderOf = (verb: "retry" | "kill", change: Partial<OrderedTask>): Order | undefined =>
      ordersFor(commanded({ verb }), [task(verb === "retry" ? "failed" : "running", change)], at("11:05")).orders[0];

    expect(orderOf("retry", { changed: "10:00" })).toHaveProperty("changed", "10:00");
    expect(orderOf("retry", {})).not.toHaveProperty("changed");
    expect(orderOf("kill", { changed: "10:00" })).toMatchObject({ verb: "kill" });
    expect(orderOf("kill", { changed: "10:00" })).not.toHaveProperty("changed");
  });

  test("A retry order is sent once to each PanDA task that JEDI can retry", () => {
    const state = commanded({ verb: "retry" });

    expect(orders(state, [task("failed"), child("running")])).toEqual(["retry 1"]);
    expect(orders(state, [task("aborted")])).toEqual([]);
    expect(orders(afterOrder(state, retryAt(1)), [task("failed")])).toEqual([]);
  });

  test("A retry order whose process ended before the call is sent again after half an hour of PanDA's clock without changes", () => {
    const state = afterOrder(commanded({ verb: "retry" }), retryAt(1));

    expect(orders(state, [task("failed")], "11:30")).toEqual([]);
    expect(orders(state, [task("failed")], "11:31")).toEqual(["retry 1"]);
    expect(orders(state, [task("finished")], "12:00")).toEqual([]);
    expect(orders(state, [task("failed", { attemptNr: 2 })], "12:00")).toEqual([]);
  });

  test("A retry order is fulfilled when its PanDA task runs again, whatever becomes of the task", () => {
    const state = afterOrder(commanded({ verb: "retry" }), retryAt(1));

    expect(ordersFor(state, [task("failed")], at("11:05")).fulfilled).toEqual([]);
    expect(ordersFor(state, [task("running")], at("11:05")).fulfilled).toEqual(["c0"]);
    expect(ordersFor(state, [task("failed", { attemptNr: 2 })], at("11:05")).fulfilled).toEqual(["c0"]);
  });

  test("A retry order has the memory and the site of its command", () => {
    expect(
      ordersFor(commanded({ verb: "retry", memory: 4000, site: "B" }), [task("failed")], at("11:05")).orders,
    ).toEqual([
      {
        verb: "retry",
        task: 1,
        attemptNr: 1,
        status: "failed",
        pandaDate: at("11:05"),
        command: "c0",
        memory: 4000,
        site: "B",
      },
    ]);
  });
});

test("A retry order keeps a moved task where it is, where PanDA would take it back: with memory, and of an aborted task", () => {
  const siteOf = (memory: { memory?: number }, one: OrderedTask) =>
    ordersFor(commanded({ verb: "move", site: "B" }, { verb: "retry", ...memory }), [one], at("11:05")).orders.map(
      ({ verb, site }) => [verb, site],
    );

  expect(siteOf({}, task("failed"))).toEqual([["retry", undefined]]);
  expect(siteOf({ memory: 4000 }, task("failed"))).toEqual([["retry", "B"]]);
  expect(siteOf({}, task("aborted", { dialog: "parent task is failed" }))).toEqual([["retry", "B"]]);
});

test("A retry order never lowers the memory of a task, and the message names the kept value", () => {
  const state = commanded({ verb: "retry", memory: 4000 });
  const given = (memory?: number) => {
    const [order] = ordersFor(state, [task("failed", memory === undefined ? {} : { memory })], at("11:05")).orders;
    return [order?.memory, order?.keeps];
  };

  expect(given(8000)).toEqual([undefined, 8000]);
  expect(given(4000)).toEqual([4000, undefined]);
  expect(given(2000)).toEqual([4000, undefined]);
  expect(given()).toEqual([4000, undefined]);
});

test("A kill order is sent until no PanDA task is alive, also to tasks that appear later", () => {
  const state = afterOrder(commanded({ verb: "kill" }), { verb: "kill", task: 1, attemptNr: 1 });

  expect(orders(state, [task("running"), child("registered")])).toEqual(["kill 1", "kill 2"]);
  expect(orders(state, [task("aborted"), child("aborting")])).toEqual([]);
  expect(ordersFor(state, [task("aborted")], at("12:00")).fulfilled).toEqual([]);
});

test("A person's command for one step is for its task only, and a later command for the task replaces the earlier", () => {
  const state = commanded({ verb: "pause" }, { verb: "kill", step: "merge" });

  expect(orders(state, [task("running"), child("running")])).toEqual(["pause 1", "kill 2"]);
});

test("A finish order is for the PanDA tasks that existed at the time of the command", () => {
  const state = commanded({ verb: "finish" });

  expect(orders(state, [task("running"), child("running")])).toEqual(["finish 1", "finish 2"]);
  expect(orders(state, [task("running", { id: 7 })])).toEqual([]);
});

test("Pause and resume orders are sent only if the state of the PanDA task differs", () => {
  expect(orders(commanded({ verb: "pause" }), [task("running"), child("paused")])).toEqual(["pause 1"]);
  const resume = commanded({ verb: "resume" });
  expect(orders(resume, [task("running"), child("paused")])).toEqual(["resume 2"]);
  const done = afterOrder(resume, { verb: "resume", task: 2, attemptNr: 1, status: "paused", pandaDate: at("11:01") });
  expect(ordersFor(done, [child("running")], at("11:05")).fulfilled).toEqual(["c0"]);
  // A pause that came late.
  const late = ordersFor(done, [task("paused"), child("running")], at("11:05"));
  expect([late.orders.length, late.fulfilled]).toEqual([1, []]);
});

test("A move order is sent to PanDA tasks at another site, and remains for later tasks", () => {
  const state = commanded({ verb: "move", site: "B" });

  expect(orders(state, [task("running", { site: "A" }), { ...child("running"), site: "B" }])).toEqual(["move 1"]);
  expect(ordersFor(state, [task("running", { site: "B" })], at("11:05")).fulfilled).toEqual([]);
});

describe("a priority", () => {
  const state = commanded({ verb: "priority", priority: 950 });
  const has = (priority: number, change: Partial<OrderedTask> = {}) => task("running", { priority, ...change });
  const sentAt = (attemptNr: number, ...minutes: readonly string[]): SubmissionState =>
    minutes.reduce(
      (before, minute) =>
        afterOrder(before, {
          ...{ verb: "priority", task: 1, attemptNr, status: "running", pandaDate: at(minute) },
          ...{ priority: 950, command: "c0" },
        }),
      state,
    );

  test("An order to change the priority is sent to each task of another priority that has not ended, and remains for later tasks", () => {
    expect(ordersFor(state, [has(1000), { ...child("running"), priority: 950 }], at("11:05"))).toEqual({
      orders: [
        {
          ...{ verb: "priority", task: 1, attemptNr: 1, status: "running", pandaDate: at("11:05") },
          priority: 950,
          command: "c0",
        },
      ],
      fulfilled: [],
    });
    expect(orders(state, [task("done", { priority: 1000 })])).toEqual([]);
    expect(ordersFor(sentAt(1, "11:01"), [has(950)], at("12:00"))).toEqual({ orders: [], fulfilled: [] });
  });

  test("An order to change the priority is repeated after half an hour, four times, if the task still has another, and when JEDI began it anew", () => {
    expect(orders(sentAt(1, "11:01"), [has(1000)], "11:30")).toEqual([]);
    expect(orders(sentAt(1, "11:01"), [has(1000)], "11:31")).toEqual(["priority 1"]);
    const three = sentAt(1, "11:01", "11:31", "12:01");
    expect(orders(three, [has(1000)], "12:31")).toEqual(["priority 1"]);
    const four = sentAt(1, "11:01", "11:31", "12:01", "12:31");
    expect(orders(four, [has(1000)], "19:00")).toEqual([]);
    expect(orders(four, [has(1000, { attemptNr: 2 })], "19:00")).toEqual(["priority 1"]);
  });

  test("An order to change the priority is sent once to a task whose priority PanDA does not name", () => {
    expect(orders(state, [task("running")])).toEqual(["priority 1"]);
    expect(orders(sentAt(1, "11:01"), [task("running")], "19:00")).toEqual([]);
  });

  test("An order to change the priority holds no other order back, as PanDA has changed it when it answers", () => {
    const also = applyEvent(
      sentAt(1, "11:01"),
      { event: "person", verb: "pause", by: "ada", id: "p", reason: "" },
      at("11:02"),
    );
    expect(orders(also, [has(950)], "11:03")).toEqual(["pause 1"]);
  });

  test("An order to change the priority is replaced by a later one, and leaves moves and orders to run as they are", () => {
    const both = commanded(
      { verb: "move", site: "B" },
      { verb: "priority", priority: 950 },
      { verb: "priority", priority: 1050 },
    );
    const sent = ordersFor(both, [has(1000, { site: "B" })], at("11:05")).orders;
    expect(sent.map(({ priority }) => priority)).toEqual([1050]);
    expect(orders(both, [has(1050, { site: "A" })])).toEqual(["move 1"]);
  });
});

test("A kill order that PanDA refuses for one task stays for the others, and is not repeated while the task is unchanged", () => {
  const kill = { verb: "kill", task: 1, attemptNr: 1, status: "running", pandaDate: at("11:01") } as const;
  const refused = { event: "order-refused", verb: "kill", task: 1, reason: "no" } as const;
  const state = applyEvent(afterOrder(commanded({ verb: "withdraw", data: "keep" }), kill), refused, at("11:02"));

  expect(orders(state, [task("running"), child("ready")])).toEqual(["kill 2"]);
  expect(orders(state, [task("throttled")])).toEqual(["kill 1"]);
});

describe("orders for JEDI", () => {
  const statuses = [
    ...["registered", "running", "paused", "exhausted"],
    ...["finished", "done", "prepared", "broken", "aborted", "toabort", "aborting", "failed"],
  ];
  const ordered = (state: SubmissionState): readonly string[] =>
    statuses.filter((status) => orders(state, [task(status, { site: "A" })]).length > 0);

  test("Kill, finish, pause and move are not sent to tasks that have ended or are ending", () => {
    expect(ordered(commanded({ verb: "kill" }))).toEqual(["registered", "running", "paused", "exhausted"]);
    expect(ordered(commanded({ verb: "finish" }))).toEqual(["registered", "running", "paused", "exhausted"]);
    expect(ordered(commanded({ verb: "pause" }))).toEqual(["registered", "running", "exhausted"]);
    expect(ordered(commanded({ verb: "move", site: "B" }))).toEqual(["registered", "running", "paused", "exhausted"]);
  });

  test("A retry order is sent to finished, failed or exhausted tasks, and a resume to paused ones", () => {
    expect(ordered(commanded({ verb: "retry" }))).toEqual(["exhausted", "finished", "failed"]);
    expect(ordered(commanded({ verb: "resume" }))).toEqual(["paused"]);
  });
});

describe("repeated orders", () => {
  const moveOf = (id: number): Order => ({
    verb: "move",
    task: id,
    attemptNr: 1,
    site: "B",
    pandaDate: at("11:01"),
  });

  test("An order that was sent to one PanDA task does not count as sent to another", () => {
    const state = afterOrder(commanded({ verb: "retry" }), retryAt(1));

    expect(orders(state, [task("failed"), child("failed")])).toEqual(["retry 2"]);
    expect(orders(state, [task("failed"), { ...child("failed"), attemptNr: 2 }])).toEqual(["retry 2"]);
    expect(ordersFor(state, [task("running"), child("failed")], at("11:05")).fulfilled).toEqual([]);
    expect(ordersFor(state, [task("running"), child("running")], at("11:05")).fulfilled).toEqual(["c0"]);
  });

  test("An order to one attempt is repeated for the same attempt only after half an hour, and never for a later one", () => {
    const state = afterOrder(commanded({ verb: "retry" }), retryAt(2));

    expect(orders(state, [task("failed", { attemptNr: 2 })], "11:30")).toEqual([]);
    expect(orders(state, [task("failed", { attemptNr: 2 })], "11:31")).toEqual(["retry 1"]);
    expect(orders(state, [task("failed", { attemptNr: 3 })], "19:00")).toEqual([]);
    expect(orders(state, [task("failed", { attemptNr: 1 })], "11:05")).toEqual(["retry 1"]);
  });

  test("An order that an earlier version recorded without status or date is sent again", () => {
    const state = afterOrder(commanded({ verb: "pause" }), { verb: "pause", task: 1, attemptNr: 1 });
    const dated = afterOrder(commanded({ verb: "pause" }), {
      verb: "pause",
      task: 1,
      attemptNr: 1,
      pandaDate: at("11:01"),
    });

    expect(orders(state, [task("running")])).toEqual([]);
    expect(orders(dated, [task("running")])).toEqual([]);
    expect(orders(dated, [task("running")], "11:31")).toEqual(["pause 1"]);
  });

  test("A pause order is sent again when the PanDA task changed and is not paused", () => {
    const order = { verb: "pause", task: 1, attemptNr: 1, status: "ready", pandaDate: at("11:01") } as const;
    const state = afterOrder(commanded({ verb: "pause" }), order);

    expect(orders(state, [task("ready")])).toEqual([]);
    expect(orders(state, [task("running")])).toEqual(["pause 1"]);
  });

  test("A move order is not repeated where PanDA does not name the site of the task", () => {
    const state = commanded({ verb: "move", site: "B" });

    expect(orders(state, [task("running"), child("running")])).toEqual(["move 1", "move 2"]);
    expect(orders(afterOrder(state, moveOf(1)), [task("running"), child("running")], "19:00")).toEqual(["move 2"]);
    expect(orders(afterOrder(afterOrder(state, moveOf(1)), moveOf(2)), [task("running")], "19:00")).toEqual([]);
  });

  test("A kill order that PanDA refused is not repeated while the task is in the same state", () => {
    const order = { verb: "kill", task: 1, attemptNr: 1, status: "running" } as const;
    const state = applyEvent(
      afterOrder(commanded({ verb: "kill" }), order),
      { event: "order-refused", verb: "kill", task: 1, reason: "no" },
      at("11:02"),
    );

    expect(orders(state, [task("running"), child("running")])).toEqual(["kill 2"]);
    expect(orders(state, [task("paused")])).toEqual(["kill 1"]);
    expect(orders(state, [task("running", { attemptNr: 2 })])).toEqual(["kill 1"]);
  });

  test("An order to a PanDA task names memory and site only if its command does", () => {
    expect(ordersFor(commanded({ verb: "kill" }), [task("running")], at("11:05")).orders).toStrictEqual([
      { verb: "kill", task: 1, attemptNr: 1, status: "running", pandaDate: at("11:05"), command: "c0" },
    ]);
  });

  test("An order to a task of unknown step is made only by commands without a step", () => {
    const stranger = task("running", { id: 9, name: "other" });

    expect(orders(commanded({ verb: "kill" }), [stranger])).toEqual(["kill 9"]);
    expect(orders(commanded({ verb: "kill", step: "simulate" }), [stranger])).toEqual([]);
  });
});

describe("fulfilled commands", () => {
  const fulfilled = (state: SubmissionState, ...tasks: readonly OrderedTask[]): readonly string[] =>
    ordersFor(state, tasks, at("11:05")).fulfilled;
  const toBoth = (verb: "retry" | "finish" | "resume" | "pause" | "kill", status: string): SubmissionState =>
    [1, 2].reduce(
      (state, id) => afterOrder(state, { verb, task: id, attemptNr: 1, status, pandaDate: at("11:01") }),
      commanded({ verb }),
    );

  test("A person's command is not fulfilled before any order was sent to a task", () => {
    expect(fulfilled(commanded({ verb: "finish" }))).toEqual([]);
    expect(fulfilled(commanded({ verb: "retry" }), task("running"))).toEqual([]);
  });

  test("A person's command is fulfilled when all tasks that got an order went on, and not only one of them", () => {
    expect(fulfilled(toBoth("retry", "failed"), task("running"), child("failed"))).toEqual([]);
    expect(fulfilled(toBoth("retry", "failed"), task("running"), { ...child("failed"), attemptNr: 2 })).toEqual(["c0"]);
    expect(fulfilled(toBoth("retry", "failed"), task("failed", { attemptNr: 2 }), child("failed"))).toEqual([]);
    expect(fulfilled(toBoth("finish", "running"), task("finished"), child("running"))).toEqual([]);
    expect(fulfilled(toBoth("finish", "running"), task("finished"), child("done"))).toEqual(["c0"]);
    expect(fulfilled(toBoth("resume", "paused"), task("running"), child("paused"))).toEqual([]);
    expect(fulfilled(toBoth("resume", "paused"), task("running"), child("ready"))).toEqual(["c0"]);
  });

  test("A person's command is fulfilled by its own order, and not by an order to another task", () => {
    const state = afterOrder(afterOrder(commanded({ verb: "retry" }), retryAt(2)), { ...retryAt(1), task: 2 });

    expect(fulfilled(state, task("failed", { attemptNr: 2 }), child("running"))).toEqual([]);
  });

  test("Tasks that a person's command is not for do not count for its fulfilment, and one that still gets an order does", () => {
    const state = afterOrder(commanded({ verb: "finish" }), { verb: "finish", task: 1, attemptNr: 1 });

    expect(fulfilled(state, task("finished"), { ...child("running"), id: 7 })).toEqual(["c0"]);
    expect(fulfilled(state, task("finished"), child("running"))).toEqual([]);
  });

  test("A command is fulfilled while another command gets its order", () => {
    const both = commanded({ verb: "resume", step: "simulate" }, { verb: "pause", step: "merge" });
    const sent = {
      verb: "resume",
      task: 1,
      attemptNr: 1,
      status: "paused",
      pandaDate: at("11:01"),
      command: "c0",
    } as const;
    const { orders: next, fulfilled: over } = ordersFor(
      afterOrder(both, sent),
      [task("running"), child("running")],
      at("11:05"),
    );

    expect([next.map(({ command }) => command), over]).toEqual([["c1"], ["c0"]]);
  });

  test("A retry of all is not fulfilled while a task that it ordered has not run, though a later retry is for that task", () => {
    const both = commanded({ verb: "retry" }, { verb: "retry", step: "merge" });
    const toTask = (id: number): Order => ({ ...retryAt(1), task: id, command: "c0" });
    const one = afterOrder(both, toTask(2));
    const two = afterOrder(one, toTask(1));

    expect(fulfilled(one, task("done"), child("failed"))).toEqual([]);
    expect(fulfilled(two, task("failed", { attemptNr: 2 }), child("failed"))).toEqual([]);
    expect(fulfilled(two, task("failed", { attemptNr: 2 }), { ...child("failed"), attemptNr: 2 })).toEqual(["c0"]);
  });

  test("A person's command for tasks that may still appear is never fulfilled", () => {
    expect(fulfilled(toBoth("pause", "running"), task("paused"), child("paused"))).toEqual([]);
    expect(fulfilled(toBoth("kill", "running"), task("aborted"), child("aborted"))).toEqual([]);
  });
});

test("A finish order after a kill is sent to the existing task, and the kill to a later one", () => {
  const simulate = bothTasks("running").slice(0, 1);
  const state = (["kill", "finish"] as const).reduce<SubmissionState>(
    (before, verb) => applyEvent(before, { event: "person", by: "ada", id: verb, reason: "", verb }, at("11:00")),
    foldOf([...pastOf("submitted"), { event: "seen", verdict: "running", tasks: simulate }]),
  );

  expect(orders(state, [task("running"), child("running")])).toEqual(["finish 1", "kill 2"]);
});

test("No order to a task is sent before PanDA knows the submission", () => {
  const early = applyEvent(
    foldOf(pastOf("checking")),
    { event: "person", verb: "withdraw", by: "ada", id: "w", reason: "" },
    at("11:00"),
  );

  expect(ordersFor(early, [task("running")], at("11:05"))).toEqual({ orders: [], fulfilled: [] });
  expect(ordersFor({ kind: "none" }, [task("running")], at("11:05"))).toEqual({ orders: [], fulfilled: [] });
});

test("Two retry orders for two steps are each sent once, also when both tasks fail again", () => {
  const state = commanded({ verb: "retry", step: "simulate" }, { verb: "retry", step: "merge" });
  const both = [task("failed"), child("failed")];
  const after = ordersFor(state, both, at("11:01")).orders.reduce(afterOrder, state);

  expect(orders(state, both)).toEqual(["retry 1", "retry 2"]);
  expect(orders(after, both)).toEqual([]);
  const again = both.map((one) => ({ ...one, attemptNr: 2 }));
  expect(orders(after, again, "20:00")).toEqual([]);
  expect(ordersFor(after, again, at("20:00")).fulfilled).toEqual(["c0", "c1"]);
});

test("A retry order that PanDA refuses ends its own command and no later one", () => {
  const first = commanded({ verb: "retry" });
  const order = ordersFor(first, [task("failed")], at("11:01")).orders[0] ?? retryAt(1);
  const word = { event: "person", verb: "retry", by: "ada", id: "later", reason: "", memory: 4000 } as const;
  const later = applyEvent(afterOrder(first, order), word, at("11:02"));
  const { verb, task: of, command = "" } = order;
  const state = applyEvent(later, { event: "order-refused", verb, task: of, command, reason: "no" }, at("11:03"));

  expect(orders(state, [task("failed")])).toEqual(["retry 1"]);
});

test("A retry order for another site replaces an earlier move, which is not sent again", () => {
  const state = commanded({ verb: "move", site: "A" }, { verb: "retry", site: "B" });
  expect(orders(state, [task("running", { site: "B" })])).toEqual([]);

  const step = commanded({ verb: "move", site: "A" }, { verb: "retry", step: "merge", site: "B" });
  expect(orders(step, [task("running", { site: "C" })])).toEqual(["move 1"]);
});

describe("one order per task", () => {
  const when = (verb: "move" | "pause", site?: string): Order => ({
    verb,
    task: 1,
    attemptNr: 1,
    status: "running",
    pandaDate: at("11:01"),
    ...(site === undefined ? {} : { site }),
  });
  const running = (change: Partial<OrderedTask> = {}) => task("running", { site: "A", ...change });
  const both = commanded({ verb: "move", site: "B" }, { verb: "pause" });

  test("One order at a time is sent to a PanDA task, because PanDA keeps one, and the next after the first has an effect", () => {
    expect(orders(both, [running()])).toEqual(["move 1"]);
    const moving = afterOrder(both, when("move", "B"));
    expect(orders(moving, [running()], "11:20")).toEqual([]);
    expect(orders(moving, [task("assigning", { site: "A" })], "11:20")).toEqual([]);
    expect(orders(moving, [running({ site: "B" })], "11:20")).toEqual(["pause 1"]);
  });

  test("A waiting order to one PanDA task does not delay the orders to another", () => {
    expect(orders(afterOrder(both, when("move", "B")), [running(), child("running")])).toEqual(["move 2"]);
  });

  test("An order that waits at a PanDA task gives way to a kill at once", () => {
    const state = afterOrder(commanded({ verb: "move", site: "B" }, { verb: "kill" }), when("move", "B"));

    expect(orders(state, [running()])).toEqual(["kill 1"]);
  });
});

describe("moves", () => {
  const move: Order = { verb: "move", task: 1, attemptNr: 1, status: "assigning", pandaDate: at("11:01"), site: "B" };
  const moved = afterOrder(commanded({ verb: "move", site: "B" }), move);
  const at1 = (site: string, change: Partial<OrderedTask> = {}) => task("assigning", { site, ...change });

  test("A move order that PanDA lost is sent again after half an hour whatever the task did, at most four times", () => {
    expect(orders(moved, [at1("A")], "11:30")).toEqual([]);
    expect(orders(moved, [at1("A")], "11:31")).toEqual(["move 1"]);
    expect(orders(moved, [task("running", { site: "A" })], "11:30")).toEqual([]);
    expect(orders(moved, [task("running", { site: "A" })], "11:31")).toEqual(["move 1"]);
    expect(orders(moved, [at1("")], "11:31")).toEqual(["move 1"]);
    expect(orders(afterOrder(afterOrder(afterOrder(moved, move), move), move), [at1("A")], "14:00")).toEqual([]);
  });

  test("A move order that had its effect is not sent again, except when a retry of the parent takes the task back", () => {
    expect(orders(moved, [at1("B")], "15:00")).toEqual([]);
    expect(orders(moved, [at1("A", { attemptNr: 2 })], "11:10")).toEqual(["move 1"]);
  });

  test("A move order is repeated with each later retry that has parameters, also an automatic one, and with no other order", () => {
    const given = (...said: readonly (Pick<GivenCommand, "verb"> & Partial<GivenCommand>)[]) =>
      ordersFor(commanded(...said), [task("failed", { site: "B" })], at("11:05")).orders.map(({ memory, site }) => [
        memory,
        site,
      ]);

    expect(given({ verb: "move", site: "B" }, { verb: "retry", memory: 4000 })).toEqual([[4000, "B"]]);
    expect(given({ verb: "move", site: "B" }, { verb: "retry" })).toEqual([[undefined, undefined]]);
    expect(given({ verb: "move", site: "B" }, { verb: "move", site: "C" }, { verb: "retry", memory: 1 })).toEqual([
      [1, "C"],
    ]);
    expect(given({ verb: "move", step: "merge", site: "B" }, { verb: "retry", memory: 1 })).toEqual([[1, undefined]]);
    expect(given({ verb: "move", site: "B" }, { verb: "retry", memory: 1, site: "D" })).toEqual([[1, "D"]]);
    expect(given({ verb: "retry", memory: 1, site: "D" }, { verb: "move", site: "B" })).toEqual([[1, "D"]]);

    const risen = applyEvent(
      commanded({ verb: "move", site: "B" }),
      { event: "diagnosed", step: "simulate", task: 1, attemptNr: 1, lastJob: 1, outOfMemory: 1, memory: 3000 },
      at("11:01"),
    );
    expect(ordersFor(risen, [task("failed", { site: "B" })], at("11:05")).orders).toMatchObject([
      { verb: "retry", memory: 3000, site: "B" },
    ]);
  });
});

test("No order is sent to a task that JEDI is breaking", () => {
  for (const verb of ["kill", "pause", "finish", "move"] as const)
    expect(orders(commanded({ verb, site: "B" }), [task("tobroken", { site: "A" })])).toEqual([]);
});

test.each([
  ["running", false],
  ["failed", true],
  ["done", true],
  ["exhausted", true],
])("Whether a task that is %s runs nothing any more: %s", (status, is) => {
  expect(isTaskOver(aTask("simulate", status))).toBe(is);
});

test("The last tasks of a submission are those that were seen, and behind its end those of its record", () => {
  const ended = [...pastOf("done"), { event: "recorded", steps: [] }, { event: "closed", reason: "x" }] as const;

  expect([lastTasks(aSubmission("running")), lastTasks(foldOf(ended))]).toEqual([
    bothTasks("finished"),
    bothTasks("done"),
  ]);
  expect([lastTasks({ kind: "none" }), lastTasks(aSubmission("intended"))]).toEqual([[], []]);
});

test("The orders to a task whose attempt is not known are those to any", () => {
  const [first, second] = [retryAt(1), retryAt(2)];
  const state = [first, second, { ...retryAt(1), task: 2 }].reduce(afterOrder, commanded({ verb: "retry" }));
  const sent = (attemptNr?: number) =>
    "past" in state
      ? state.past.pendingCommands.flatMap((one) =>
          sentTo(one, attemptNr === undefined ? { id: 1 } : { id: 1, attemptNr }),
        )
      : [];

  expect([sent(), sent(2)]).toEqual([[first, second], [second]]);
});

describe("an order behind another", () => {
  const toRunning = (verb: "move" | "pause" | "retry", change: Partial<Order> = {}): Order => ({
    ...{ verb, task: 1, attemptNr: 1, status: "running", pandaDate: at("11:01") },
    ...change,
  });
  const runningAtA = task("running", { site: "A" });

  test("A kill replaces a move that was not sent yet", () => {
    expect(orders(commanded({ verb: "move", site: "B" }, { verb: "kill" }), [runningAtA])).toEqual(["kill 1"]);
  });

  test("A move waits until a pause has shown in the task, whether or not the ledger has the task's status", () => {
    const paused = commanded({ verb: "pause" }, { verb: "move", site: "B" });
    const { status: _, ...unknown } = toRunning("pause");

    expect(orders(afterOrder(paused, toRunning("pause")), [runningAtA])).toEqual([]);
    expect(orders(afterOrder(paused, unknown), [runningAtA])).toEqual([]);
    expect(orders(afterOrder(paused, toRunning("pause")), [task("paused", { site: "A" })])).toEqual(["move 1"]);
  });

  test("A move does not wait for a retry that has shown, nor a retry for a move to a task that has ended", () => {
    const [retried, moved] = [
      commanded({ verb: "retry" }, { verb: "move", site: "B" }),
      commanded({ verb: "move", site: "B" }, { verb: "retry" }),
    ];

    expect(orders(afterOrder(retried, toRunning("retry", { status: "exhausted" })), [runningAtA])).toEqual(["move 1"]);
    expect(orders(afterOrder(moved, toRunning("move")), [task("failed", { site: "A" })])).toEqual(["retry 1"]);
  });

  test("A retry without the task's status on the ledger is sent again after half an hour", () => {
    const { status: _, ...unknown } = toRunning("retry");
    const state = afterOrder(commanded({ verb: "retry" }), unknown);

    expect([orders(state, [task("failed")]), orders(state, [task("failed")], "11:31")]).toEqual([[], ["retry 1"]]);
  });

  test("A retry with memory names the site of a move that was given behind it, and none without a move", () => {
    const sent = (...said: readonly (Pick<GivenCommand, "verb"> & Partial<GivenCommand>)[]) =>
      ordersFor(commanded(...said), [task("failed", { site: "B" })], at("11:05")).orders;
    const order = { ...{ verb: "retry", task: 1, attemptNr: 1, status: "failed" }, pandaDate: at("11:05") };

    expect(sent({ verb: "retry", memory: 1 })).toStrictEqual([{ ...order, command: "c0", memory: 1 }]);
    expect(sent({ verb: "retry", memory: 1 }, { verb: "move", site: "B" })).toStrictEqual([
      { ...order, command: "c0", memory: 1, site: "B" },
    ]);
  });
});

describe("chains and joins", () => {
  const chained = aJoinIntent();
  const steps = chained.steps;
  const is = (step: string, status: string, change: Partial<OrderedTask> = {}): OrderedTask => ({
    ...{ id: steps.indexOf(step) + 1, name: `${chained.outDS}_00${steps.indexOf(step)}_${step}`, attemptNr: 0 },
    ...{ status, dialog: "", files: 10, finished: status === "done" ? 10 : 0 },
    ...change,
  });
  const commandedTo = (verb: GivenCommand["verb"], change: Partial<GivenCommand> = {}, lost: readonly string[] = []) =>
    foldOf([
      ...pastOf("submitted", { intent: chained }),
      { event: "seen", verdict: "running", tasks: lost.map((step) => aTask(step, "failed")) },
      { event: "person", verb, by: "ada", id: "c0", reason: "", ...change },
    ]);

  test("A pause order is not sent to what a join without a task reads, since iDDS would begin it over a part", () => {
    const state = commandedTo("pause");
    const parents = [is("signal", "running"), is("background", "running")];

    expect(orders(state, parents)).toEqual([]);
    expect(orders(state, [...parents, is("pileup", "pending")])).toEqual(["pause 1", "pause 2", "pause 3"]);
    // It never gets one.
    expect(orders(commandedTo("pause", {}, ["background"]), parents)).toEqual(["pause 1", "pause 2"]);
  });

  test("A retry order goes to a child only behind good parents, so one command retries a chain from its beginning", () => {
    const sent = (task: number): Order => ({
      ...{ verb: "retry", task, attemptNr: 0, status: "failed", pandaDate: at("11:01"), command: "c0" },
    });
    const state = commandedTo("retry");
    const rest = (pileup: OrderedTask, merge: OrderedTask) => [is("signal", "done"), pileup, merge];
    const broken = [
      is("background", "finished", { finished: 9 }),
      ...rest(is("pileup", "failed"), is("merge", "failed")),
    ];
    expect(orders(state, broken)).toEqual(["retry 2"]);

    const once = afterOrder(state, sent(2));
    const running = [is("background", "running", { attemptNr: 1 }), ...broken.slice(1)];
    expect([orders(once, running), ordersFor(once, running, at("11:20")).fulfilled]).toEqual([[], []]);
    const good = [is("background", "done", { attemptNr: 1 }), ...broken.slice(1)];
    expect(orders(once, good)).toEqual(["retry 3"]);
    const twice = afterOrder(once, sent(3));
    const next = [good[0] ?? is("", ""), ...rest(is("pileup", "done", { attemptNr: 1 }), is("merge", "failed"))];
    expect(orders(twice, next)).toEqual(["retry 4"]);
    const last = [...next.slice(0, 3), is("merge", "running", { attemptNr: 1 })];
    expect(ordersFor(afterOrder(twice, sent(4)), last, at("11:40")).fulfilled).toEqual(["c0"]);
  });

  test("A retry order goes to a child whose parent ran again and ended with less, and not behind one that failed again", () => {
    const state = afterOrder(commandedTo("retry"), {
      verb: "retry",
      task: 3,
      attemptNr: 0,
      status: "failed",
      command: "c0",
    });
    const parents = [is("signal", "done"), is("background", "done")];
    const behind = (pileup: OrderedTask) => [...parents, pileup, is("merge", "failed")];

    expect(orders(state, behind(is("pileup", "finished", { attemptNr: 1, finished: 9 })))).toEqual(["retry 4"]);
    const again = behind(is("pileup", "failed", { attemptNr: 1 }));
    expect([orders(state, again), ordersFor(state, again, at("11:05")).fulfilled]).toEqual([[], ["c0"]]);
    expect(orders(commandedTo("retry", { step: "merge" }), again)).toEqual(["retry 4"]);
  });

  test("What JEDI aborted because of its parent is retried behind a good parent, and what a person killed is not", () => {
    const aborted = (dialog: string) => is("merge", "aborted", { dialog });
    const behind = (status: string, merge: OrderedTask) => [
      is("signal", "done"),
      is("background", "done"),
      is("pileup", status),
      merge,
    ];
    const state = commandedTo("retry");
    const wanted = (tasks: readonly OrderedTask[]) => ordersFor(state, tasks, at("11:05")).orders;

    expect(wanted(behind("done", aborted("parent task is failed")))).toMatchObject([
      { verb: "retry", task: 4, status: "aborted" },
    ]);
    expect(wanted(behind("failed", aborted("parent task is failed"))).map(({ task: id }) => id)).toEqual([3]);
    expect(wanted(behind("done", aborted("killed by root")))).toEqual([]);
  });

  test("A retry order looks again for input where a task reads one step and nothing else, and PanDA holds it for no person", () => {
    const looked = (step: string, status: string, verb: "retry" | "kill" = "retry") => {
      const parents = [
        is("signal", "done"),
        is("background", "done"),
        is("pileup", step === "pileup" ? status : "done"),
      ];
      const all = step === "merge" ? [...parents, is("merge", status)] : parents;
      return ordersFor(commandedTo(verb, { step }), all, at("11:05")).orders.map(({ looksAgain }) => looksAgain);
    };

    expect([looked("merge", "failed"), looked("merge", "finished"), looked("merge", "exhausted")]).toEqual([
      [true],
      [true],
      [undefined],
    ]);
    expect([looked("pileup", "failed"), looked("merge", "running", "kill")]).toEqual([[undefined], [undefined]]);
  });

  test("A retry order that looks again keeps the site of the last move", () => {
    const moved = applyEvent(
      commandedTo("move", { site: "B" }),
      { event: "person", verb: "retry", by: "ada", id: "c1", reason: "" },
      at("11:01"),
    );
    const all = [is("signal", "failed"), is("background", "done"), is("pileup", "done"), is("merge", "failed")];

    expect(ordersFor(moved, all, at("11:05")).orders.map(({ task, site }) => [task, site])).toEqual([
      [1, undefined],
      [4, "B"],
    ]);
  });

  test("A finish order is not repeated while JEDI ends the task", () => {
    const state = afterOrder(
      foldOf([
        ...pastOf("submitted", { intent: chained }),
        { event: "seen", verdict: "running", tasks: [aTask("signal", "running", { id: 1 })] },
        { event: "person", verb: "finish", by: "ada", id: "c0", reason: "" },
      ]),
      { verb: "finish", task: 1, attemptNr: 0, status: "running", pandaDate: at("11:01"), command: "c0" },
    );

    expect(orders(state, [is("signal", "finishing")], "12:00")).toEqual([]);
    expect(orders(state, [is("signal", "passed")], "12:00")).toEqual([]);
    expect(orders(state, [is("signal", "running")], "12:00")).toEqual(["finish 1"]);
  });
});
