import { expect, test } from "vitest";
import { freezeEnd, freezeOf } from "../../../action/core/conventions/freeze.ts";

test.each([
  ["2026-12-24", "2026-12-24T00:00:00.000Z"],
  ["2026-12-24T08:05Z", "2026-12-24T08:05:00.000Z"],
  ["2028-02-29", "2028-02-29T00:00:00.000Z"],
])("A freeze until %s ends at %s", (written, end) => {
  expect(freezeEnd(written)?.toISOString()).toBe(end);
});

test.each([
  "2026-02-30",
  "2026-02-29T08:00Z",
  "2026-12-24T24:00Z",
  "2026-12-24T08:60Z",
  "2026-12-24 08:00",
  "2026-12-24T08:00",
  "2026-12-24T08:00+01:00",
  "x2026-12-24",
  "tomorrow",
  "",
])("A freeze until %j has no end that anybody knows", (written) => {
  expect(freezeEnd(written)).toBeUndefined();
});

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

test("Of several freezes the one that ends last counts, wherever it stands", () => {
  const [early, late] = [until("2026-12-25"), until("2026-12-26")];
  expect(freezeOf([early, late, {}], now)?.reason).toBe("2026-12-26");
  expect(freezeOf([{}, late, early], now)?.reason).toBe("2026-12-26");
});

test("A freeze without an end that anybody knows holds nothing back, because its conventions are refused", () => {
  expect(freezeOf([until("2026-02-30")], "2026-01-01T00:00:00.000Z")).toBeUndefined();
});
