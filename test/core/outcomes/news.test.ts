import { expect, test } from "vitest";
import type { LedgerEvent, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { hears, type NewsChannel, newsIn } from "../../../action/core/outcomes/news.ts";
import { anIntent, at, bothTasks, key, lineOf, pastOf } from "../submission/a-submission.ts";

const intent = anIntent({
  contact: ["@Ada", "@sphenix/calo"],
  arrives: {
    place: { server: "https://rucio.example.org", account: "reader", login: "userpass" },
    at: {},
    experiment: "sPHENIX",
  },
});
const linesOf = (events: readonly SubmissionEvent[]): readonly LedgerEvent[] =>
  events.map((event, index) => lineOf(event, at(`1${index % 10}:00`)));
const told = (events: readonly SubmissionEvent[], fresh: number) =>
  newsIn(key, linesOf(events), fresh).map(({ kind, id }) => `${kind} ${id}`);

const running = pastOf("running", { intent });
const seen = (verdict: "failed" | "done" | "running"): SubmissionEvent => ({
  event: "seen",
  verdict,
  tasks: bothTasks(verdict),
});
const recorded: SubmissionEvent = { event: "recorded", steps: [] };
const arrived = (change: object = {}): SubmissionEvent => ({
  event: "arrived",
  checkedOn: at("20:00"),
  outputs: [],
  ...change,
});
const n = running.length;

test("A submission that runs is no news", () => {
  expect(told(running, n)).toEqual([]);
});

test("A failure is news once, with the line of the ledger that says so, and only where that line is fresh", () => {
  const failed = [...running, seen("failed")];
  expect(told(failed, 1)).toEqual([`failed ${key}:${n + 1}`]);
  expect(told(failed, n + 1)).toEqual([`failed ${key}:${n + 1}`]);
  expect(told(failed, 99)).toEqual([`failed ${key}:${n + 1}`]);
  expect(told(failed, 0)).toEqual([]);
  expect(told([...failed, { event: "recorded", steps: [] }], 1)).toEqual([]);
});

test("A submission that is done, and then delivered, is news of two kinds, and data that expire of a third", () => {
  const events = [...running, seen("done"), recorded, arrived(), { event: "expired", id: "7", dids: [] } as const];
  expect(told(events, 4)).toEqual([`done ${key}:${n + 1}`, `delivered ${key}:${n + 3}`, `expired ${key}:${n + 4}`]);
});

test("Outputs that do not arrive need a person, and are delivered when they do", () => {
  const lacks = [{ did: "user:x", what: "it is not there" }];
  const late = [...running, seen("done"), recorded, arrived({ lacks })];
  expect(told(late, 2)).toEqual([`person ${key}:${n + 3}`]);
  expect(told([...late, arrived()], 1)).toEqual([`delivered ${key}:${n + 4}`]);
  expect(told([...late, arrived(), arrived()], 1)).toEqual([]);
});

test("A conflict, and what main dropped while it failed, need a person", () => {
  expect(told([...running, { event: "left-main", reason: "dropped" }], 1)).toEqual([`person ${key}:${n + 1}`]);
  const conflict = pastOf("conflict", { intent });
  expect(told(conflict, 1)).toEqual([`person ${key}:${conflict.length}`]);
});

test("A line of main is no news of a submission", () => {
  const line: LedgerEvent = { event: "main-read", commit: "c", refused: [], at: at("10:00") };
  expect(newsIn(key, [...linesOf(running), line], 1)).toEqual([]);
});

const [item] = newsIn(key, linesOf([...running, seen("failed")]), 1);
if (item === undefined) throw new Error("no news");
const channel: NewsChannel = { kind: "slack", secret: "TEAM" };
test.each<readonly [boolean, Partial<NewsChannel>]>([
  [true, {}],
  [true, { about: ["done", "failed"] }],
  [false, { about: ["done"] }],
  [true, { tags: ["sP26b-*", "sP26a-*"] }],
  [false, { tags: ["sP26b-*"] }],
  [true, { contacts: ["@ada"] }],
  [true, { contacts: ["@nobody", "@sPHENIX/Calo"] }],
  [false, { contacts: ["@sphenix/tracking"] }],
  [false, { about: ["failed"], tags: ["sP26a-*"], contacts: ["@bob"] }],
])("Whether a channel hears a failure, %s, follows from its rule %j", (is, rule) => {
  expect(hears({ ...channel, ...rule }, item)).toBe(is);
});

test("A version without an intent has no tag and no contact, and no channel hears of it", () => {
  expect(hears(channel, { ...item, state: { kind: "none" } })).toBe(false);
});
