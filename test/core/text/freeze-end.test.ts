import { expect, test } from "vitest";
import { freezeEnd } from "../../../action/core/text/freeze-end.ts";

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
