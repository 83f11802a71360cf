import { expect, test } from "vitest";
import type { KeepRule } from "../../../action/core/catalogue/data-seen.ts";
import { ruleStep, type WantedRule } from "../../../action/core/catalogue/keep-rule.ts";

const now = new Date("2026-03-01T10:00:00Z");
const wish = { account: "keeper", at: "DISK", copies: 1, comment: "shrek-1", until: new Date("2026-03-02T10:00:00Z") };
const rule = (change: Partial<KeepRule> = {}): KeepRule => ({
  ...{ id: "r1", did: { scope: "mc", name: "hits" }, account: "keeper", where: "DISK", copies: 1, state: "OK" },
  ...{ comment: "shrek-1", isLocked: false, until: new Date("2026-03-02T10:00:00Z") },
  ...change,
});

const step = (rules: readonly KeepRule[], wanted: WantedRule) => ruleStep({ rules, now }, wanted);

test("A rule is made where SHREK has none, with the seconds from now", () => {
  expect(step([], wish)).toEqual({ kind: "make", seconds: 86_400 });
  expect(step([], { ...wish, until: undefined })).toEqual({ kind: "make", seconds: undefined });
  expect(step([rule({ comment: "a person's", where: "TAPE" })], wish)).toMatchObject({ kind: "make" });
  expect(step([rule({ comment: "", account: "prod" })], wish)).toMatchObject({ kind: "make" });
  expect(step([rule({ comment: "", copies: 2 })], wish)).toMatchObject({ kind: "make" });
});

test("A rule that lasts long enough stays as it is, also one that lasts longer or for ever", () => {
  const stands = { kind: "stands", rule: "r1" };
  expect(step([rule()], wish)).toEqual(stands);
  expect(step([rule({ until: new Date("2027-01-01") })], wish)).toEqual(stands);
  expect(step([rule({ until: undefined })], wish)).toEqual(stands);
  expect(step([rule({ until: undefined })], { ...wish, until: undefined })).toEqual(stands);
});

test.each([
  ["another account", { account: "stranger" }],
  ["another storage", { where: "HER_DISK" }],
  ["fewer copies", { copies: 0 }],
])("A rule with the comment of SHREK, but of %s, keeps nothing and is never lengthened", (_, change) => {
  for (const until of [undefined, new Date("2026-03-01T12:00:00Z")])
    expect(step([rule({ ...change, until })], wish)).toEqual({ kind: "make", seconds: 86_400 });
});

test("The longest of ours is lengthened, and only by more than an hour", () => {
  const short = rule({ id: "r2", until: new Date("2026-03-01T12:00:00Z") });
  const longer = rule({ id: "r3", until: new Date("2026-03-02T08:59:00Z") });
  expect(step([short, longer], wish)).toEqual({ kind: "extend", rule: "r3", seconds: 86_400 });
  expect(step([longer, short], wish)).toEqual({ kind: "extend", rule: "r3", seconds: 86_400 });
  expect(step([rule({ until: new Date("2026-03-02T09:00:00Z") })], wish)).toMatchObject({ kind: "stands" });
  expect(step([short], { ...wish, until: undefined })).toMatchObject({ kind: "extend", seconds: undefined });
});

test("A rule of the same place that is not ours is enough where it lasts, and is never changed", () => {
  expect(step([rule({ comment: "by hand" })], wish)).toEqual({ kind: "stands" });
  expect(step([rule({ comment: "by hand", until: new Date("2026-03-01T11:30:00Z") })], wish)).toEqual({
    kind: "taken",
    rule: "r1",
  });
});

test("Of two rules that last, ours is the one that is noted", () => {
  const foreign = rule({ id: "r2", comment: "by hand" });

  expect(step([foreign, rule()], wish)).toEqual({ kind: "stands", rule: "r1" });
  expect(step([rule(), foreign], wish)).toEqual({ kind: "stands", rule: "r1" });
});

test("For a time that is over no rule is made, because its lifetime would be over too", () => {
  expect(step([], { ...wish, until: new Date("2026-03-01T11:00:00Z") })).toEqual({ kind: "stands" });
  expect(step([], { ...wish, until: new Date("2026-03-01T11:00:01Z") })).toEqual({
    kind: "make",
    seconds: 3601,
  });
});

test("The first of two rules of SHREK that end at one time is lengthened", () => {
  const until = new Date("2026-03-01T20:00:00Z");
  const ours = ["r1", "r2"].map((id) => rule({ id, until }));
  expect(step(ours, wish)).toEqual({ kind: "extend", rule: "r1", seconds: 86_400 });
});
