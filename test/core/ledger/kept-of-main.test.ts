import { expect, test } from "vitest";
import { type LedgerEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { keptOfMain, maxMainEvents } from "../../../action/core/ledger/main-after.ts";
import { at, lineOf } from "../submission/a-submission.ts";

const head = "a".repeat(40);
const read = (n: number): LedgerEvent => ({
  event: "main-read",
  at: at("9:00"),
  commit: `${n}`,
  refused: [],
  releases: "held",
});
const accepted = (head: string): LedgerEvent => ({
  event: "main-accepted",
  at: at("9:00"),
  head,
  by: "ada",
  id: "1",
});
const ordered = (id: string): LedgerEvent => ({
  event: "trial-ordered",
  at: at("9:00"),
  ...{ pullRequest: 7, head, by: "ada", id, confirms: `7-${id}` },
});
const answered = (id: string): LedgerEvent => ({
  event: "trial-answered",
  at: at("9:10"),
  confirms: `7-${id}`,
  refused: "late",
});
const reads = (many: number): readonly LedgerEvent[] => Array.from({ length: many }, (_, n) => read(n));

test("A ledger keeps all events of main up to a hundred", () => {
  expect(maxMainEvents).toBe(100);
  expect(keptOfMain(reads(100))).toEqual(reads(100));
  expect(keptOfMain(reads(101))).toEqual([read(0), read(100)]);
});

test("A ledger with many events of main keeps in order the first and last of reading, the last read, and trials that wait", () => {
  const [first, last] = [accepted("f".repeat(40)), accepted("e".repeat(40))];
  const many = [first, ordered("1"), ordered("2"), ...reads(100), answered("1"), ordered("3"), last];

  expect(keptOfMain(many)).toEqual([first, ordered("2"), read(99), ordered("3"), last]);
});

test("An event of a submission does not stay among those of main", () => {
  const other = lineOf({ event: "watched" }, at("9:05"), submissionKey("sP26a-toy", "1.0.0", undefined));

  expect(keptOfMain([...reads(100), other])).toEqual([read(0), read(99)]);
});

test("The freeze that ends last is kept of those that nobody ended", () => {
  const [short, long, last] = ["2026-12-22", "2026-12-24", "2026-12-21"].map(
    (until): LedgerEvent => ({ event: "main-frozen", at: at("9:00"), until, reason: "r", by: "ada", id: until }),
  );
  if (short === undefined || long === undefined || last === undefined) throw new Error("no lines");

  expect(keptOfMain([short, long, last, ...reads(100)])).toEqual([long, read(0), read(99)]);
});

test("Of freezes the one is kept that holds: of those since the last unfreeze the one that ends last", () => {
  const frozen = (until: string): LedgerEvent => ({
    event: "main-frozen",
    at: at("9:00"),
    ...{ until, reason: "it moves", by: "ada", id: "1" },
  });
  const thawed: LedgerEvent = { event: "main-thawed", at: at("9:00"), by: "bob", id: "2" };
  const [before, holds, other] = [frozen("2026-12-24"), frozen("2026-12-21"), frozen("2026-12-20")];

  expect(keptOfMain([before, thawed, holds, other, ...reads(100)])).toEqual([holds, read(0), read(99)]);
  expect(keptOfMain([before, holds, thawed, ...reads(100)])).toEqual([read(0), read(99)]);
});
