import { expect, test } from "vitest";
import type { KeepRule } from "../../../action/core/catalogue/data-seen.ts";
import { ruleStep } from "../../../action/core/catalogue/keep-rule.ts";

const now = new Date("2026-03-01T10:00:00Z");
const wish = { account: "keeper", at: "DISK", copies: 1, comment: "shrek-1", until: new Date("2026-03-02T10:00:00Z") };
const rule = (change: Partial<KeepRule> = {}): KeepRule => ({
  ...{ id: "r1", did: { scope: "mc", name: "hits" }, account: "keeper", where: "DISK", copies: 1, state: "OK" },
  ...{ comment: "shrek-1", until: new Date("2026-03-02T10:00:00Z") },
  ...change,
});

test("Without a rule of ours one is made, with the seconds from now", () => {
  expect(ruleStep([], wish, now)).toEqual({ kind: "make", seconds: 86_400 });
  expect(ruleStep([], { ...wish, until: undefined }, now)).toEqual({ kind: "make", seconds: undefined });
  expect(ruleStep([rule({ comment: "a person's", where: "TAPE" })], wish, now)).toMatchObject({ kind: "make" });
  expect(ruleStep([rule({ comment: "", account: "prod" })], wish, now)).toMatchObject({ kind: "make" });
  expect(ruleStep([rule({ comment: "", copies: 2 })], wish, now)).toMatchObject({ kind: "make" });
});

test("What stands long enough stays as it is, also where it lasts longer or for ever", () => {
  expect(ruleStep([rule()], wish, now)).toEqual({ kind: "stands" });
  expect(ruleStep([rule({ until: new Date("2027-01-01") })], wish, now)).toEqual({ kind: "stands" });
  expect(ruleStep([rule({ until: undefined })], wish, now)).toEqual({ kind: "stands" });
  expect(ruleStep([rule({ until: undefined })], { ...wish, until: undefined }, now)).toEqual({ kind: "stands" });
  expect(ruleStep([rule({ where: "OLD_DISK" })], wish, now)).toEqual({ kind: "stands" });
});

test("The longest of ours is lengthened, and only by more than clocks may differ", () => {
  const short = rule({ id: "r2", until: new Date("2026-03-01T12:00:00Z") });
  const longer = rule({ id: "r3", until: new Date("2026-03-02T08:59:00Z") });
  expect(ruleStep([short, longer], wish, now)).toEqual({ kind: "extend", rule: "r3", seconds: 86_400 });
  expect(ruleStep([longer, short], wish, now)).toEqual({ kind: "extend", rule: "r3", seconds: 86_400 });
  expect(ruleStep([rule({ until: new Date("2026-03-02T09:00:00Z") })], wish, now)).toEqual({ kind: "stands" });
  expect(ruleStep([short], { ...wish, until: undefined }, now)).toMatchObject({ kind: "extend", seconds: undefined });
});

test("A rule of the same place that is not ours is enough where it lasts, and is never changed", () => {
  expect(ruleStep([rule({ comment: "by hand" })], wish, now)).toEqual({ kind: "stands" });
  expect(ruleStep([rule({ comment: "by hand", until: new Date("2026-03-01T11:30:00Z") })], wish, now)).toEqual({
    kind: "taken",
    rule: "r1",
  });
});

test("For a time that is over no rule is made, because its lifetime would be over too", () => {
  expect(ruleStep([], { ...wish, until: new Date("2026-03-01T11:00:00Z") }, now)).toEqual({ kind: "stands" });
  expect(ruleStep([], { ...wish, until: new Date("2026-03-01T11:00:01Z") }, now)).toEqual({
    kind: "make",
    seconds: 3601,
  });
});
