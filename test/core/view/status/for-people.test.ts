import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { type ForPeople, hasNew, waitText } from "../../../../action/core/view/status/for-people.ts";

const [a, b] = [submissionKey("a", "1.0.0", undefined), submissionKey("b", "1.0.0", undefined)];
const asking = (
  submissions: readonly SubmissionKey[],
  refused: readonly string[] = [],
  rewritten = false,
): ForPeople => ({ submissions: new Set(submissions), refused: new Set(refused), rewritten });

test.each([
  ["nothing asks", asking([]), asking([]), false],
  ["a submission comes to ask", asking([a]), asking([a, b]), true],
  ["one asks still", asking([a]), asking([a]), false],
  ["one asks no more and another does", asking([a]), asking([b]), true],
  ["one asks no more", asking([a, b]), asking([b]), false],
  ["a folder is newly refused", asking([]), asking([], ["productions/x"]), true],
  ["a folder is refused still", asking([], ["productions/x"]), asking([], ["productions/x"]), false],
  ["main is rewritten", asking([]), asking([], [], true), true],
  ["main is rewritten still", asking([], [], true), asking([], [], true), false],
])("Whether people are called when %s", (_, before, after, red) => {
  expect(hasNew(before, after)).toBe(red);
});

test("The number of waiting submissions is one line in the status", () => {
  expect(waitText(asking([]))).toBeUndefined();
  expect(waitText(asking([a, b], ["productions/x"]))).toBe(
    "A person has to act on 2 submissions, 1 request refused on main; the overview issue says how.",
  );
});
