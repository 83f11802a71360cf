import { expect, test } from "vitest";
import { isShown } from "../../../../action/core/view/site/is-shown.ts";

const last = { began: "2026-12-01T10:00:00Z", main: "a" };
const at = (time: string) => Date.parse(`2026-12-01T${time}Z`);

test.each([
  ["no run succeeded before", undefined, at("09:00:00"), "a", false],
  ["the ledger is older than the last good run", last, at("09:59:59"), "a", true],
  ["the ledger was written as the last good run began", last, at("10:00:00"), "a", false],
  ["the ledger is newer than the last good run", last, at("10:00:01"), "a", false],
  ["main, which names the program, moved", last, at("09:00:00"), "b", false],
  ["the ledger's commit does not say when it was made", last, undefined, "a", false],
])("Whether the pages show the ledger already where %s", (_, run, written, main, shown) => {
  expect(isShown(run, { written, main })).toBe(shown);
});
