import { expect, test } from "vitest";
import { dated, hasPassed } from "../../../action/core/submission/state.ts";
import { at } from "./a-submission.ts";

test("A waiting time by PanDA's clock is over at its last millisecond, and never without a date of PanDA", () => {
  const minute = 60_000;

  expect([
    hasPassed(at("10:00"), at("10:01"), { milliseconds: minute }),
    hasPassed(at("10:00"), at("10:01"), { milliseconds: minute + 1 }),
  ]).toEqual([true, false]);
  expect([
    hasPassed(undefined, at("10:01"), { milliseconds: 0 }),
    hasPassed(at("10:00"), undefined, { milliseconds: 0 }),
  ]).toEqual([false, false]);
});

test("A ledger event has PanDA's date, or no field for a date", () => {
  expect([dated({ pandaDate: "d" }), dated({ pandaDate: undefined })]).toStrictEqual([{ pandaDate: "d" }, {}]);
});
