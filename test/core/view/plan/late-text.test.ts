import { expect, test } from "vitest";
import { betweenStrikes, lateText } from "../../../../action/core/view/plan/late-text.ts";

const now = new Date("2026-11-25T10:00:00Z");
const hourly = 'on:\n  schedule:\n    - cron: "7 * * * *" # not at the full hour\n';

test.each([
  ["2026-11-25T09:59:00Z", "", undefined],
  ["2026-11-25T09:30:00Z", "", undefined],
  ["2026-11-25T09:29:59Z", "", /^Note: reconcile last ran at 2026-11-25 09:29 UTC, two strikes of its schedule ago\./],
  ["2026-11-25T08:00:00Z", hourly, undefined],
  ["2026-11-25T07:59:59Z", hourly, /^Note: reconcile last ran at 2026-11-25 07:59 UTC/],
  [undefined, hourly, /^Note: reconcile has not run yet\./],
])("Whether a plan notes that reconcile last ran at %s, where its schedule says %j", (last, schedule, words) => {
  const said = lateText(last, now, schedule);
  if (words === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(words);
});

test.each([
  ["4,19,34,49 * * * *", 15],
  ["7 * * * *", 60],
  ["*/20 * * * *", 20],
  ["5/30 * * * *", 30],
  ["0-10/5 8-9 * * *", 22 * 60 + 50],
  ["17 3 * * *", 24 * 60],
  ["17 3 * * 1", undefined],
  ["nonsense", undefined],
])("The longest wait between two strikes of %s is %s minutes", (cron, minutes) => {
  expect(betweenStrikes(`- cron: "${cron}"`)).toBe(minutes === undefined ? undefined : minutes * 60_000);
});
