import { expect, test } from "vitest";
import { untilThawed } from "../../../action/core/ledger/queued.ts";

test("A freeze says until when it holds and why, and a sentence goes on behind it", () => {
  const until = "2026-12-24T08:00:00.000Z";
  expect(
    ["the storage is moved", "The v2.0 storage is moved."].map((reason) => untilThawed({ until, reason })),
  ).toEqual([
    "until 2026-12-24 08:00 UTC, as submissions are frozen: the storage is moved",
    "until 2026-12-24 08:00 UTC, as submissions are frozen: The v2.0 storage is moved",
  ]);
});

test("A freeze that somebody commanded says who", () => {
  expect(untilThawed({ until: "2026-12-24T08:00:00.000Z", reason: "PanDA moves", by: "ada" })).toBe(
    "until 2026-12-24 08:00 UTC, as ada froze submissions: PanDA moves",
  );
});
