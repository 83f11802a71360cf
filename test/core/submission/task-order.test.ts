import { expect, test } from "vitest";
import type { Order } from "../../../action/core/ledger/event.ts";
import { needsProductionRole, type TaskOrder, taskOrder } from "../../../action/core/submission/task-order.ts";

const order = (verb: Order["verb"], change: Partial<Order> = {}): TaskOrder =>
  taskOrder({ verb, task: 1, attemptNr: 1, ...change });

test("An order to PanDA has exactly the settings of the command", () => {
  expect(order("kill")).toStrictEqual({ kind: "kill" });
  expect(order("finish")).toStrictEqual({ kind: "finish", running: "wait" });
  expect(order("pause")).toStrictEqual({ kind: "pause" });
  expect(order("resume")).toStrictEqual({ kind: "resume" });
  expect(order("priority", { priority: 950 })).toStrictEqual({ kind: "priority", priority: 950 });
  expect(order("move", { site: "B" })).toStrictEqual({
    kind: "reassign",
    to: { kind: "site", site: "B" },
    jobs: "kill-queued",
  });
});

test("A retry order changes only the settings that its command names", () => {
  expect(order("retry")).toStrictEqual({ kind: "retry" });
  expect(order("retry", { status: "failed" })).toStrictEqual({ kind: "retry" });
  expect(order("retry", { status: "aborted" })).toStrictEqual({ kind: "re-execute" });
  expect(order("retry", { status: "failed", looksAgain: true })).toStrictEqual({ kind: "re-execute" });
  expect(order("retry", { memory: 4000 })).toStrictEqual({ kind: "retry-changed", changes: { memory: 4000 } });
  expect(order("retry", { site: "B" })).toStrictEqual({ kind: "retry-changed", changes: { site: "B" } });
  expect(order("retry", { memory: 4000, site: "B" })).toStrictEqual({
    kind: "retry-changed",
    changes: { memory: 4000, site: "B" },
  });
});

test("Only pause, resume and a priority need the production role", () => {
  const retries = [order("retry"), order("retry", { memory: 1 }), order("retry", { status: "aborted" })];
  const all = [order("kill"), order("finish"), ...retries, order("move")];

  expect(all.map(needsProductionRole)).toStrictEqual([false, false, false, false, false, false]);
  expect([order("pause"), order("resume"), order("priority")].map(needsProductionRole)).toStrictEqual([
    true,
    true,
    true,
  ]);
});
