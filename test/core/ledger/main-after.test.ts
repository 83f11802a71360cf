import { describe, expect, test } from "vitest";
import { isOfMain, type LedgerEvent, submissionKey, versionName } from "../../../action/core/ledger/event.ts";
import { readLines, writeLine } from "../../../action/core/ledger/line.ts";
import { type Frozen, firstRead, frozenBy, mainAfter } from "../../../action/core/ledger/main-after.ts";
import { broughtPath } from "../../../action/core/ledger/paths.ts";
import { trialsWaiting } from "../../../action/core/ledger/waiting-trials.ts";
import { lineOf } from "../submission/a-submission.ts";

const read = (commit: string): LedgerEvent => ({ event: "main-read", at: "t", commit, refused: ["productions/p"] });
const accepted: LedgerEvent = { event: "main-accepted", at: "t", head: "h", by: "ada", id: "1" };
const skipped = lineOf({ event: "skipped", reason: "old" });

test("Only readings of main and a person's acceptance of main are events of main", () => {
  expect([read("a"), accepted, skipped].map(isOfMain)).toEqual([true, true, false]);
});

test("The last of several events of main counts", () => {
  expect(mainAfter([])).toEqual({ cursor: undefined, accepted: undefined, refused: [], growing: [] });
  expect(mainAfter([skipped])).toEqual({ cursor: undefined, accepted: undefined, refused: [], growing: [] });
  expect(mainAfter([read("a"), read("b"), skipped])).toEqual({
    cursor: "b",
    accepted: undefined,
    refused: ["productions/p"],
    growing: [],
  });
  expect(mainAfter([read("a"), accepted])).toEqual({ cursor: undefined, accepted: "h", refused: [], growing: [] });
  expect(mainAfter([accepted, read("b")])).toMatchObject({ cursor: "b", accepted: undefined });
});

test("The folders of growing data are those of the last reading of main, and none when a person accepts another main", () => {
  const grown: LedgerEvent = { event: "main-read", at: "t", commit: "b", refused: [], growing: ["productions/raw"] };

  expect(
    [[grown], [grown, read("c")], [read("a"), grown], [grown, accepted]].map((all) => mainAfter(all).growing),
  ).toEqual([["productions/raw"], [], ["productions/raw"], []]);
});

test("The state of releases at the last reading of main remains after a person accepts another main", () => {
  const said: LedgerEvent = { event: "main-read", at: "t", commit: "b", refused: [], releases: "held" };

  expect([[said], [said, accepted], [said, read("c")], [accepted]].map((all) => mainAfter(all).releases)).toEqual([
    "held",
    "held",
    undefined,
    undefined,
  ]);
});

test("A ledger that does not name its first commit began at the first commit of main that was read", () => {
  expect(firstRead([skipped, read("a"), read("b")])).toBe("a");
  expect([firstRead([]), firstRead([skipped]), firstRead([accepted, read("b")])]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("The notes of the ledger on commits of main are spread over folders with few files each", () => {
  expect(broughtPath("abcdef")).toBe("brought/ab/abcdef.json");
});

test("A version of a production is written as its tag and its number", () => {
  expect(versionName(submissionKey("toy", "1.0.0", undefined))).toBe("toy 1.0.0");
});

test("A trial that was ordered waits until its answer, and never again afterwards", () => {
  const order = (id: string, head = "a".repeat(40)): LedgerEvent => ({
    event: "trial-ordered",
    at: "t",
    pullRequest: 7,
    head,
    by: "ada",
    id,
    confirms: `7-${id}`,
  });
  const answered = (id: string): LedgerEvent => ({
    event: "trial-answered",
    at: "t",
    confirms: `7-${id}`,
    refused: "no",
  });

  expect(trialsWaiting([order("1"), order("2"), answered("1"), order("1"), read("a")])).toEqual([
    { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "2", confirms: "7-2" },
  ]);
  expect(mainAfter([read("a"), order("1"), answered("1")])).toMatchObject({ cursor: "a" });
  expect(readLines(writeLine(order("1"))).kind).toBe("read");
  for (const head of ["a", "A".repeat(40), "../../etc"])
    expect(readLines(writeLine(order("1", head))).kind).toBe("unreadable");
});

describe("freezes that people commanded", () => {
  const frozen = (until: string, id = "1") =>
    ({ event: "main-frozen", at: "t", until, reason: "it moves", by: "ada", id }) as const;
  const thawed = (id: string) => ({ event: "main-thawed", at: "t", by: "bob", id }) as const;
  const [short, long] = [frozen("2026-12-24"), frozen("2026-12-24T08:00Z", "2")];

  test.each<readonly [string, readonly LedgerEvent[], Frozen["frozen"]]>([
    ["none", [skipped, read("a")], undefined],
    ["the one that ends last, if it is the last line", [short, long], long],
    ["the one that ends last, if it is the first line", [long, short], long],
    ["of two that end at once the first", [short, frozen("2026-12-24", "3")], short],
    ["what is frozen behind an unfreeze of nothing", [thawed("5"), short], short],
    ["none behind an unfreeze", [long, short, thawed("5")], undefined],
    ["what was frozen since an unfreeze", [long, thawed("5"), short, frozen("2026-12-23", "4")], short],
    ["none behind the last unfreeze", [long, thawed("5"), short, thawed("6")], undefined],
  ])("The ledger's head has %s", (_, lines, held) => {
    expect(frozenBy(lines)).toEqual({ frozen: held });
  });
});
