import { expect, test } from "vitest";
import { isFinal, isLive, type StateKind } from "../../../action/core/submission/state.ts";
import { aSubmission, foldOf, pastOf, stateKinds } from "./a-submission.ts";

const ends: readonly StateKind[] = ["skipped", "closed", "retired", "superseded", "withdrawn"];
/** Nothing of these is read or done any more. */
const quiet: readonly StateKind[] = [...ends, "none", "done", "accepted"];
test.each(stateKinds)("%s is an end, or is followed, as it should", (kind) => {
  expect(isFinal(kind)).toBe(ends.includes(kind));
  expect(isLive(aSubmission(kind))).toBe(!quiet.includes(kind));
});

test.each(["done", "accepted"] as const)("%s is followed while a second attempt is watched", (kind) => {
  const second = pastOf(kind, { attempt: 2 });

  expect(isLive(foldOf(second))).toBe(true);
  expect(isLive(foldOf([...second, { event: "watched" }]))).toBe(false);
});

test("a success that main dropped is followed until the question is answered", () => {
  const asked = foldOf([...pastOf("done"), { event: "left-main", reason: "reverted" }]);

  expect([isLive(asked), isLive(foldOf([...pastOf("done"), { event: "watched" }]))]).toEqual([true, false]);
});
