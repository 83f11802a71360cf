import { expect, test } from "vitest";
import { driftSince, isDriftDue, readDriftLooked } from "../../../action/core/outcomes/drift-looked.ts";

const on = "2026-11-30T10:00:00.000Z";
const after = (hours: number): Date => new Date(Date.parse(on) + hours * 3_600_000);

test("PanDA is searched for drift once a week, and once a day while drift is left", () => {
  expect(isDriftDue(undefined, after(0))).toBe(true);
  expect([167.99, 168].map((hours) => isDriftDue({ on, found: false }, after(hours)))).toEqual([false, true]);
  expect([23.99, 24].map((hours) => isDriftDue({ on, found: true }, after(hours)))).toEqual([false, true]);
});

test("PanDA's list begins a day before the last look of a week ago", () => {
  expect(driftSince(after(0)).toISOString()).toBe("2026-11-22T10:00:00.000Z");
});

test("The memory of the last search for drift is read back from the overview", () => {
  expect(readDriftLooked({ on, found: true, more: 7 })).toEqual({ on, found: true });
});

test.each([
  undefined,
  null,
  "x",
  {},
  { on },
  { found: true },
  { on: 7, found: true },
  { on: "yesterday", found: true },
  { on: `${on}Z`, found: true },
  { on: `x${on}`, found: true },
  { on, found: "true" },
])("A memory of the last look that somebody wrote by hand, %j, is none", (value) => {
  expect(readDriftLooked(value)).toBeUndefined();
});
