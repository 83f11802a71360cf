import { expect, test } from "vitest";
import { lateText } from "../../../../action/core/view/plan/late-text.ts";

const now = new Date("2026-11-25T10:00:00Z");

test.each([
  ["2026-11-25T09:59:00Z", undefined],
  ["2026-11-25T09:00:00Z", undefined],
  ["2026-11-25T08:59:59Z", /^Note: reconcile last ran at 2026-11-25 08:59 UTC, over an hour ago\./],
  [undefined, /^Note: reconcile has not run yet\./],
])("Whether a plan notes that reconcile last ran at %s", (last, words) => {
  const said = lateText(last, now);
  if (words === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(words);
});
