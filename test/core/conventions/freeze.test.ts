import { expect, test } from "vitest";
import { freezeOf } from "../../../action/core/conventions/freeze.ts";

const now = "2026-12-24T08:00:00.000Z";
const until = (written: string, reason = written) => ({ freeze: { until: written, reason } });

test("Conventions without a freeze hold nothing back", () => {
  expect(freezeOf([{}, {}], now)).toBeUndefined();
});

test("A freeze ends by itself, at its minute", () => {
  expect(freezeOf([until("2026-12-24T08:01Z", "moved")], now)).toEqual({
    until: "2026-12-24T08:01:00.000Z",
    reason: "moved",
  });
  expect(freezeOf([until("2026-12-24T08:00Z")], now)).toBeUndefined();
  expect(freezeOf([until("2026-12-24T07:59Z")], now)).toBeUndefined();
});

test("The one of several freezes that ends last counts, wherever it stands", () => {
  const [early, late] = [until("2026-12-25"), until("2026-12-26")];
  expect(freezeOf([early, late, {}], now)?.reason).toBe("2026-12-26");
  expect(freezeOf([{}, late, early], now)?.reason).toBe("2026-12-26");
});

test("A freeze without an end that anybody knows holds nothing back, because its conventions are refused", () => {
  expect(freezeOf([until("2026-02-30")], "2026-01-01T00:00:00.000Z")).toBeUndefined();
});
