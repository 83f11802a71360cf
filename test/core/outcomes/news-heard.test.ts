import { expect, test } from "vitest";
import { afterFailure, failsForDay, isDue, readNewsHeard } from "../../../action/core/outcomes/news-heard.ts";

const told = "a".repeat(40);
const at = (time: string): Date => new Date(`2026-11-30T${time}:00.000Z`);

test("A channel that fails is tried again after a quarter of an hour, then twice as long, and six hours at most", () => {
  const first = afterFailure({ told }, at("10:00"));
  expect(first).toEqual({
    told,
    failing: { since: "2026-11-30T10:00:00.000Z", tries: 1, next: "2026-11-30T10:15:00.000Z" },
  });
  const second = afterFailure(first, at("10:20"));
  expect(second.failing).toEqual({
    since: "2026-11-30T10:00:00.000Z",
    tries: 2,
    next: "2026-11-30T10:50:00.000Z",
  });
  let later = second;
  for (let tries = 0; tries < 40; tries++) later = afterFailure(later, at("12:00"));
  expect(later.failing).toMatchObject({ tries: 42, next: "2026-11-30T18:00:00.000Z" });
});

test("A channel is due where it answers, and else from its next time on", () => {
  const failing = afterFailure({ told }, at("10:00"));
  expect([isDue({ told }, at("10:00")), isDue(failing, at("10:14")), isDue(failing, at("10:15"))]).toEqual([
    true,
    false,
    true,
  ]);
});

test("After a day without an answer people are told", () => {
  const failing = afterFailure({ told }, at("10:00"));
  expect(failsForDay({ told }, at("10:00"))).toBe(false);
  expect(failsForDay(failing, new Date("2026-12-01T09:59:59.999Z"))).toBe(false);
  expect(failsForDay(failing, new Date("2026-12-01T10:00:00.000Z"))).toBe(true);
});

const failing = { since: "2026-11-30T10:00:00.000Z", tries: 1, next: "2026-11-30T10:15:00.000Z" };
test("What the overview remembers of channels is read back", () => {
  const memory = { TEAM: { told }, ALL_2: { told, failing } };
  expect(readNewsHeard(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
});

test.each([
  [undefined],
  [null],
  ["TEAM"],
  [{ TEAM: null }],
  [{ TEAM: told }],
  [{ TEAM: {} }],
  [{ TEAM: { told: 7 } }],
  [{ TEAM: { told: `${told}a` } }],
  [{ TEAM: { told: `x${told}` } }],
  [{ team: { told } }],
  [{ "x TEAM": { told } }],
  [{ ["T".repeat(41)]: { told } }],
  [{ TEAM: { told, failing: null } }],
  [{ TEAM: { told, failing: "now" } }],
  [{ TEAM: { told, failing: { tries: 1, next: failing.next } } }],
  [{ TEAM: { told, failing: { since: failing.since, tries: 1 } } }],
  [{ TEAM: { told, failing: { since: failing.since, next: failing.next } } }],
  [{ TEAM: { told, failing: { ...failing, tries: 0 } } }],
  [{ TEAM: { told, failing: { ...failing, tries: 1.5 } } }],
  [{ TEAM: { told, failing: { ...failing, tries: "1" } } }],
  [{ TEAM: { told, failing: { ...failing, since: "yesterday" } } }],
  [{ TEAM: { told, failing: { ...failing, since: `${failing.since}Z` } } }],
  [{ TEAM: { told, failing: { ...failing, next: 7 } } }],
  [{ TEAM: { told, failing: { ...failing, next: `x${failing.next}` } } }],
])("A memory of channels that somebody wrote by hand, %j, is none", (value) => {
  expect(readNewsHeard(value)).toEqual({});
});

test("More than ten channels are not remembered, as conventions have no more", () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, number) => [`T${number}`, { told }]));
  expect(Object.keys(readNewsHeard(many))).toHaveLength(10);
});
