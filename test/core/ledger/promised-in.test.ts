import { expect, test } from "vitest";
import { promisedIn } from "../../../action/core/ledger/promised-in.ts";
import { anIntent, lineOf } from "../submission/a-submission.ts";

test("The last intent in the lines of a submission counts, whatever follows it", () => {
  const [first, second] = [anIntent(), anIntent({ commit: "c".repeat(40) })];
  const lines = [
    lineOf({ event: "intended", intent: first, attempt: 1 }),
    lineOf({ event: "intended", intent: second, attempt: 1 }),
    lineOf({ event: "held", reason: "not approved" }),
  ];

  expect(promisedIn(lines)).toEqual(second);
  expect(promisedIn(lines.slice(0, 1))).toEqual(first);
  expect(promisedIn(lines.slice(2))).toBe(undefined);
  expect(promisedIn([])).toBe(undefined);
});
