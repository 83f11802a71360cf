import { expect, test } from "vitest";
import { dated, hasPassed } from "../../../action/core/submission/panda-clock.ts";
import { at } from "./a-submission.ts";

test("a window is over at its last millisecond, and never where PanDA told no date", () => {
  const minute = 60_000;

  expect([hasPassed(at("10:00"), at("10:01"), minute), hasPassed(at("10:00"), at("10:01"), minute + 1)]).toEqual([
    true,
    false,
  ]);
  expect([hasPassed(undefined, at("10:01"), 0), hasPassed(at("10:00"), undefined, 0)]).toEqual([false, false]);
});

test("an event has PanDA's date, or no such field", () => {
  expect([dated({ pandaDate: "d" }), dated({ pandaDate: undefined })]).toStrictEqual([{ pandaDate: "d" }, {}]);
});
