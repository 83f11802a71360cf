import { describe, expect, test } from "vitest";
import { approvalSentence } from "../../../action/core/policy/need-text.ts";
import { needsOf } from "../../../action/core/policy/needs.ts";
import {
  type AppendedRuns,
  appOfRuns,
  askedOfRuns,
  beyondText,
  otherRunsText,
  ruleInText,
} from "../../../action/core/policy/runs-rule.ts";
import { aRequest, valid } from "../a-production.ts";
import { asked, rulesOf, withPolicy } from "./some-rules.ts";

const top = "productions/conventions.yaml";
const below = "productions/a/conventions.yaml";
const daily = (hours: number): string => withPolicy(`{ runs: { coreHoursPerDay: ${hours} } }`);
const limit = { file: top, coreHours: 1500 };
const part = (folder: string, coreHours: number | null): AppendedRuns => ({
  valid: valid(aRequest(), { folder }),
  runs: [66001],
  coreHours,
});

test("The App for runs is the one that the conventions furthest up name", () => {
  const names = (app: string): string => withPolicy(`{ runs: { app: ${app} } }`);
  expect(appOfRuns(rulesOf({ [top]: names("shrek-runs"), [below]: names("other") }), "productions/a")).toBe(
    "shrek-runs[bot]",
  );
  expect(appOfRuns(rulesOf({ [top]: daily(1), [below]: names("other") }), "productions/a")).toBeUndefined();
  expect(appOfRuns(rulesOf({ [top]: "x: [" }), "productions/a")).toBeUndefined();
  expect(appOfRuns(rulesOf({}), "productions/a")).toBeUndefined();
});

test("The record of a run without approval names the rule, and the core-hours that the day has used", () => {
  expect(ruleInText(limit, 0.1, 0.2)).toBe(
    "the policy of productions/conventions.yaml, and no person (appended runs, 0.3 of 1 500 core-hours a day)",
  );
  expect(ruleInText(limit, 0, 0.1234)).toContain("(appended runs, 0.12 of ");
  expect(ruleInText(limit, 0, 0.0034)).toContain("(appended runs, 0.003 of ");
  expect(otherRunsText(limit)).toBe("the policy of productions/conventions.yaml, and no person (later runs)");
  expect(beyondText(limit, 1000, 2000)).toBe(
    "its runs may use 2 000 core-hours, and of the 1 500 a day of productions/conventions.yaml 1 000 are used",
  );
  expect(beyondText(limit, 1000, null)).toBe(
    "nobody can say how many core-hours its runs need, so productions/conventions.yaml does not allow them without an approval",
  );
});

describe("runs without approval", () => {
  const rules = rulesOf({ [top]: daily(9), [below]: daily(5) });

  test("The appended runs of one merge are compared together with each daily limit", () => {
    expect(askedOfRuns(rules, [part("productions/a", 3), part("productions/b", 4)])).toEqual({
      coreHours: 7,
      limits: [
        { file: top, coreHours: 9 },
        { file: below, coreHours: 5 },
        { file: top, coreHours: 9 },
      ],
    });
    expect(askedOfRuns(rules, [part("productions/a", null)])?.coreHours).toBeNull();
  });

  test("Runs without approval are not offered for a change that does more, or that a rule covers only in part", () => {
    expect(askedOfRuns(rules, undefined)).toBeUndefined();
    expect(askedOfRuns(rules, [])).toBeUndefined();
    expect(askedOfRuns(rules, [part("productions/a", 1), part("elsewhere/b", 1)])).toBeUndefined();
  });

  const people = "Needs approval by someone with write access who authored none of it.";
  test.each<[string, number | null, string]>([
    [
      "up to the least of them it needs no approval",
      5,
      `Needs no approval: it only appends runs, at most 5 core-hours, and ${below} allows 5 a day. Where other merges of the day have used them: ${people}`,
    ],
    [
      "above it needs one",
      6,
      `${people} It only appends runs, but its runs may use 6 core-hours, and of the 5 a day of ${below} 0 are used.`,
    ],
    [
      "of unknown cost it needs one",
      null,
      `${people} It only appends runs, but nobody can say how many core-hours its runs need, so ${below} does not allow them without an approval.`,
    ],
  ])("The plan of appended runs with a daily limit names the approval: %s", (_, coreHours, words) => {
    const needs = [needsOf(rulesOf({}), asked())];
    expect(approvalSentence(needs, askedOfRuns(rules, [part("productions/a", coreHours)]))).toBe(words);
    const beside = [part("productions/a", coreHours), part("productions/b", 0)];
    expect(approvalSentence(needs, askedOfRuns(rules, beside))).toBe(words);
  });

  test("A rule for appended runs allows none without approval where the approvers are unknown", () => {
    const needs = [needsOf(rulesOf({ CODEOWNERS: "* @org/team" }), asked()), needsOf(rulesOf({}), asked())];
    expect(approvalSentence(needs, askedOfRuns(rules, [part("productions/a", 1)]))).toMatch(/^Cannot be approved: /);
    expect(approvalSentence([needsOf(rulesOf({}), asked())], undefined)).toBe(people);
  });
});
