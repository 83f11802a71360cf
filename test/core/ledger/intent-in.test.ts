import { expect, test } from "vitest";
import { intentIn } from "../../../action/core/ledger/intent-in.ts";
import { anIntent, lineOf } from "../submission/a-submission.ts";

test("The last intent in the lines of a submission counts, whatever follows it", () => {
  const [first, second] = [anIntent(), anIntent({ commit: "c".repeat(40) })];
  const lines = [
    lineOf({ event: "intended", intent: first, attempt: 1 }),
    lineOf({ event: "intended", intent: second, attempt: 1 }),
    lineOf({ event: "held", reason: "not approved" }),
  ];

  expect(intentIn(lines)).toEqual(second);
  expect(intentIn(lines.slice(0, 1))).toEqual(first);
  expect(intentIn(lines.slice(2))).toBe(undefined);
  expect(intentIn([])).toBe(undefined);
});
