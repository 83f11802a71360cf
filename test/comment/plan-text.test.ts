import { expect, test } from "vitest";
import { type PlanText, readPlans, writePlans } from "../../action/comment/plan-text.ts";

const plan = (pullRequest: number, body: string, suggestions: PlanText["suggestions"] = []): PlanText => ({
  ...{ pullRequest, head: "a".repeat(40), body, suggestions },
});

test("The plan that the check job wrote is what the comment job reads", () => {
  const plans = [plan(7, 'one "two"\nthree', [{ path: "a b", line: 3, body: "x" }]), plan(8, "é\u{1f600}")];

  expect(readPlans(writePlans(plans))).toEqual(plans);
  expect(readPlans(writePlans([]))).toEqual([]);
});

test("A plan that is too long loses its suggestions before its words", () => {
  const body = `Good\n\n${"x".repeat(50_000)}`;
  const plans = [plan(7, body, [{ path: "a", line: 3, body: "y".repeat(90_000) }])];

  expect(readPlans(writePlans(plans))).toEqual([plan(7, body, null)]);
});

test.each([
  "",
  "[",
  "{}",
  '[{"pullRequest":"7"}]',
  '[{"pullRequest":7,"head":"a"}]',
  '[{"pullRequest":7,"head":"a","body":"b","suggestions":[{"path":1,"line":2,"body":"c"}]}]',
])("The comment job reads no plan from the text %j: the check job failed", (text) => {
  expect(readPlans(text)).toBeUndefined();
});

test("Ten of the longest plans, in letters of three bytes, stay below the size limit of an environment variable", () => {
  const long = (at: number): PlanText =>
    plan(at, `Good: ${at}\nChanged: x\n\nAs of commit aaaaaaa.\n\n${"\u20ac".repeat(60_000)}`);

  const text = writePlans([plan(1, "short"), ...Array.from({ length: 9 }, (_, at) => long(at + 2))]);

  expect(Buffer.byteLength(text)).toBeLessThan(128 * 1024);
  const read = readPlans(text);
  const oneLine = readPlans(writePlans([plan(2, "`".concat("\u20ac".repeat(60_000), "`"))]));
  expect(oneLine?.[0]?.body).toBe("The rest is too long to be shown here: see the summary of the check.");
  expect(read?.[0]?.body).toBe("short");
  expect(read?.[5]?.body).toBe(
    "Good: 6\nChanged: x\n\nAs of commit aaaaaaa.\n\nThe rest is too long to be shown here: see the summary of the check.",
  );
});
