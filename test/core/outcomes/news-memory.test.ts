import { expect, test } from "vitest";
import { afterFailure, failsForDay, isDue, readNewsMemory } from "../../../action/core/outcomes/news-memory.ts";

const sent = "a".repeat(40);
const at = (time: string): Date => new Date(`2026-11-30T${time}:00.000Z`);

test("A channel that fails is tried again after a quarter of an hour, then twice as long, and six hours at most", () => {
  const first = afterFailure({ sent }, at("10:00"));
  expect(first).toEqual({
    sent,
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
  const failing = afterFailure({ sent }, at("10:00"));
  expect([isDue({ sent }, at("10:00")), isDue(failing, at("10:14")), isDue(failing, at("10:15"))]).toEqual([
    true,
    false,
    true,
  ]);
});

test("People are told of a channel for news after a day without an answer", () => {
  const failing = afterFailure({ sent }, at("10:00"));
  expect(failsForDay({ sent }, at("10:00"))).toBe(false);
  expect(failsForDay(failing, new Date("2026-12-01T09:59:59.999Z"))).toBe(false);
  expect(failsForDay(failing, new Date("2026-12-01T10:00:00.000Z"))).toBe(true);
});

const failing = { since: "2026-11-30T10:00:00.000Z", tries: 1, next: "2026-11-30T10:15:00.000Z" };
test("The memory of channels for news is read back from the overview", () => {
  const memory = { TEAM: { sent }, ALL_2: { sent, failing } };
  expect(readNewsMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
});

test.each([
  [undefined],
  [null],
  ["TEAM"],
  [{ TEAM: null }],
  [{ TEAM: sent }],
  [{ TEAM: {} }],
  [{ TEAM: { sent: 7 } }],
  [{ TEAM: { sent: `${sent}a` } }],
  [{ TEAM: { sent: `x${sent}` } }],
  [{ team: { sent } }],
  [{ "x TEAM": { sent } }],
  [{ ["T".repeat(41)]: { sent } }],
  [{ TEAM: { sent, failing: null } }],
  [{ TEAM: { sent, failing: "now" } }],
  [{ TEAM: { sent, failing: { tries: 1, next: failing.next } } }],
  [{ TEAM: { sent, failing: { since: failing.since, tries: 1 } } }],
  [{ TEAM: { sent, failing: { since: failing.since, next: failing.next } } }],
  [{ TEAM: { sent, failing: { ...failing, tries: 0 } } }],
  [{ TEAM: { sent, failing: { ...failing, tries: 1.5 } } }],
  [{ TEAM: { sent, failing: { ...failing, tries: "1" } } }],
  [{ TEAM: { sent, failing: { ...failing, since: "yesterday" } } }],
  [{ TEAM: { sent, failing: { ...failing, since: `${failing.since}Z` } } }],
  [{ TEAM: { sent, failing: { ...failing, next: 7 } } }],
  [{ TEAM: { sent, failing: { ...failing, next: `x${failing.next}` } } }],
])("A memory of channels that somebody wrote by hand, %j, is none", (value) => {
  expect(readNewsMemory(value)).toEqual({});
});

test("More than ten channels are not remembered, as conventions have no more", () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, number) => [`T${number}`, { sent }]));
  expect(Object.keys(readNewsMemory(many))).toHaveLength(10);
});
