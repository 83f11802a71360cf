import { expect, test } from "vitest";
import {
  noSiteOnlineText,
  onlyQueued,
  type Queued,
  untilThawed,
  withinText,
} from "../../../action/core/ledger/queued.ts";

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

test("A submission that waits in a campaign says in which, and why", () => {
  expect(withinText({ within: "campaign run24", reason: "it ended on 2026-03-01 10:00 UTC" })).toBe(
    "in campaign run24: it ended on 2026-03-01 10:00 UTC",
  );
});

test("A submission that waits for a site says which step, and which sites are offline and why", () => {
  expect(noSiteOnlineText({ step: "merge", offline: "BNL: its storage is moved, NERSC" })).toBe(
    "for a site: every one of step merge is offline (BNL: its storage is moved, NERSC)",
  );
});

test.each<Queued>([
  { first: { runs: 3, good: 2 }, lost: true },
  { until: "2026-12-24T08:00:00.000Z", reason: "moved" },
  { within: "campaign c", reason: "it ended" },
  { step: "merge", offline: "BNL" },
  { atMost: 3 },
  { startsPerDay: 5 },
])("Of a line of the ledger why it waits is kept, and nothing else: %j", (queued) => {
  const line = { ...queued, event: "queued", at: "2026-03-01", key: "t/1.0.0/0" };
  expect(onlyQueued(line)).toEqual(queued);
});
