import { expect, test } from "vitest";
import { noKeeping } from "../../../action/core/ledger/keeping.ts";
import { askedUntil, isAskDue, isOwnerAsked, monthOf } from "../../../action/core/outcomes/asked-owners.ts";

const now = new Date("2026-12-05T10:00:00.000Z");
const kept = (until: string | null, data?: "keep" | "drop") => ({
  past: { ...noKeeping, kept: { until, dids: ["mc:hits"] } },
  ...(data === undefined ? {} : { data }),
});

test("A month is named by its year and number, in UTC", () => {
  expect(monthOf(now)).toBe("2026-12");
  expect(monthOf(new Date("2026-12-31T23:59:59.999Z"))).toBe("2026-12");
});

test.each([
  [undefined, true],
  ["2026-11", true],
  ["2026-12", false],
  ["2026-12-04", true],
  ["2026-12-05", false],
])("A pass of 2026-12-05 looks whether owners are to be asked again, after %s: %s", (asked, isDue) => {
  expect(isAskDue(asked, now)).toBe(isDue);
});

test.each([
  ["2026-12-05T10:00:00Z", "2027-02-01T00:00:00.000Z"],
  ["2026-11-30T23:59:59Z", "2027-01-01T00:00:00.000Z"],
  ["2026-06-01T00:00:00Z", "2026-08-01T00:00:00.000Z"],
])("At %s owners are asked about what expires before %s", (at, until) => {
  expect(askedUntil(new Date(at)).toISOString()).toBe(until);
});

test.each([
  ["before the end of the next month", kept("2027-01-31T23:59:59.999Z"), true],
  ["at its end", kept("2027-02-01T00:00:00.000Z"), false],
  ["later", kept("2028-01-01T00:00:00.000Z"), false],
  ["never", kept(null), false],
  ["right now", kept(now.toISOString()), false],
  ["a moment later", kept("2026-12-05T10:00:00.001Z"), true],
  ["never, and were given up", kept(null, "drop"), true],
  ["later, and were given up", kept("2028-01-01T00:00:00.000Z", "drop"), true],
  ["before now, and were given up", kept("2026-12-01T00:00:00.000Z", "drop"), false],
  ["later, and somebody said that they stay", kept("2028-01-01T00:00:00.000Z", "keep"), false],
  ["soon, and somebody said that they stay", kept("2027-01-01T00:00:00.000Z", "keep"), true],
])("Whether the owner is asked about data that expire %s", (_, state, is) => {
  expect(isOwnerAsked(state, now)).toBe(is);
});

test("No owner is asked about data that no rule of SHREK keeps", () => {
  expect(isOwnerAsked({ past: noKeeping, data: "drop" }, now)).toBe(false);
});
