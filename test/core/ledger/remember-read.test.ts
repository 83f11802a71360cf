import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { writeLine } from "../../../action/core/ledger/line.ts";
import { readSubmission, rememberRead } from "../../../action/core/ledger/submission-file.ts";
import { anIntent, lineOf } from "../submission/a-submission.ts";

const [toy, other] = [submissionKey("toy", "1.0.0", undefined), submissionKey("other", "1.0.0", undefined)];
const promise = writeLine(lineOf({ event: "intended", intent: anIntent(), attempt: 1 }, "t", toy));
const ending = writeLine(lineOf({ event: "withdrawn", data: "keep" }, "t", toy));

test("A submission whose text did not change is read once, and one that changed is read anew, also back to what it was", () => {
  const read = rememberRead();
  const first = read(toy, promise);

  expect(first).toEqual(readSubmission(toy, promise));
  expect(read(toy, promise)).toBe(first);
  expect(read(toy, promise + ending)).toEqual(readSubmission(toy, promise + ending));
  expect(read(toy, promise)).toEqual(first);
});

test("The same text of another submission is read for that one, and what cannot be read stays so", () => {
  const read = rememberRead();
  read(toy, promise);

  expect(read(other, promise)).toEqual(readSubmission(other, promise));
  expect(read(other, promise).kind).toBe("unreadable");
  expect(read(other, "")).toEqual({ kind: "unreadable", where: expect.stringContaining("has no events") });
});
