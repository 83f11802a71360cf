import { expect, test } from "vitest";
import { type LedgerEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { readLines, writeLine } from "../../../action/core/ledger/line.ts";
import { trialsWaiting } from "../../../action/core/ledger/waiting-trials.ts";
import { at, lineOf } from "../submission/a-submission.ts";

const head = "a".repeat(40);
const order = (id: string, confirms = `7-${id}`) => ({ pullRequest: 7, head, by: "ada", id, confirms });
const ordered = (id: string, confirms?: string): LedgerEvent => ({
  event: "trial-ordered",
  at: at("9:00"),
  ...order(id, confirms),
});
const entered = submissionKey("sP26a-toy", "1.0.0-test.1", undefined);
const answered = (id: string): LedgerEvent => ({
  event: "trial-answered",
  at: at("9:10"),
  confirms: `7-${id}`,
  entered,
});
const other = lineOf({ event: "watched" }, at("9:05"), entered);

test("Ordered trials wait until they get an answer, in the order in which they were given", () => {
  expect(trialsWaiting([ordered("1"), other, ordered("2"), ordered("3")])).toEqual(
    ["1", "2", "3"].map((id) => order(id)),
  );
  expect(trialsWaiting([ordered("1"), ordered("2"), answered("1"), ordered("3")])).toEqual(
    ["2", "3"].map((id) => order(id)),
  );
  expect(trialsWaiting([ordered("1"), answered("1"), ordered("1")])).toEqual([]);
  expect(trialsWaiting([answered("1"), other])).toEqual([]);
});

test("A trial order that was confirmed twice is one order, of the first confirming comment, and its answer ends all", () => {
  expect(trialsWaiting([ordered("1", "7-a"), ordered("2", "7-a")])).toEqual([order("1", "7-a")]);
  expect(trialsWaiting([ordered("1"), answered("1"), ordered("2", "7-1")])).toEqual([]);
});

const whole = { event: "trial-ordered", at: at("9:00"), ...order("1") };
const full = { ...whole, production: "sP26a-toy", run: 66001, jobs: 2, events: 100, step: "fit" };
const isRead = (line: object): boolean => readLines(`${JSON.stringify(line)}\n`).kind !== "unreadable";

test("An order of a trial is read back as written", () => {
  expect(readLines(writeLine(ordered("1")))).toMatchObject({ events: [whole] });
  expect([whole, full].map(isRead)).toEqual([true, true]);
});

test.each<[string, object]>([
  ["a head that is short", { head: "a".repeat(39) }],
  ["a head with more before it", { head: `x${head}` }],
  ["a head with more behind it", { head: `${head}x` }],
  ["a head that is no text", { head: 7 }],
  ["nobody who said it", { by: undefined }],
  ["no id", { id: 9 }],
  ["nothing that it confirms", { confirms: undefined }],
  ["no pull request", { pullRequest: undefined }],
  ["a pull request in letters", { pullRequest: "7" }],
  ["a pull request 0", { pullRequest: 0 }],
  ["half a run", { run: 0.5 }],
  ["no jobs", { jobs: 0 }],
  ["jobs in letters", { jobs: "2" }],
  ["events below 0", { events: -1 }],
  ["a production that is no text", { production: 7 }],
  ["a step that is no text", { step: {} }],
])("A trial order with %s is unreadable", (_, change) => {
  expect(isRead({ ...full, ...change })).toBe(false);
});

test("The least number of jobs or events in a trial order is one", () => {
  expect(isRead({ ...full, pullRequest: 1, run: 1, jobs: 1, events: 1 })).toBe(true);
});

test.each<[boolean, object]>([
  [true, { confirms: "1", entered }],
  [true, { confirms: "1", refused: "nothing changes" }],
  [false, { confirms: "1" }],
  [false, { refused: "nothing changes" }],
  [false, { entered }],
  [false, { confirms: 1, entered }],
  [false, { confirms: "1", entered: "no key" }],
  [false, { confirms: "1", entered: 7 }],
  [false, { confirms: "1", refused: 7 }],
])("Whether an answer to a trial order can be read is %s of %j", (can, answer) => {
  expect(isRead({ event: "trial-answered", at: at("9:10"), ...answer })).toBe(can);
});

test.each<[boolean, object]>([
  [true, { event: "main-read", commit: "c", refused: [] }],
  [true, { event: "main-read", commit: "c", refused: [], releases: "submitted" }],
  [true, { event: "main-read", commit: "c", refused: [], releases: "held" }],
  [false, { event: "main-read", commit: "c", refused: [], releases: "other" }],
  [false, { event: "main-read", commit: "c", refused: "none" }],
  [false, { event: "main-read", commit: "c" }],
  [false, { event: "main-read", refused: [] }],
  [true, { event: "main-accepted", head: "h", by: "ada", id: "1" }],
  [false, { event: "main-accepted", head: "h", by: "ada" }],
  [false, { event: "main-accepted", head: "h", id: "1" }],
  [false, { event: "main-accepted", by: "ada", id: "1" }],
])("Whether a ledger line about main can be read is %s of %j", (can, line) => {
  expect(isRead({ at: at("9:10"), ...line })).toBe(can);
});
