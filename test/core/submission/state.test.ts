import { expect, test } from "vitest";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { isFinal, isLive } from "../../../action/core/submission/states.ts";
import { watchedOf } from "../../../action/core/submission/watch.ts";
import { aSubmission, foldOf, key, pastOf, stateKinds } from "./a-submission.ts";

const ends: readonly StateKind[] = ["skipped", "closed", "retired", "superseded", "withdrawn"];
/** Nothing of these is read or done any more. */
const quiet: readonly StateKind[] = [...ends, "none", "done", "completed-partially"];
test.each(stateKinds)("The state %s is either final or followed", (kind) => {
  expect(isFinal(kind)).toBe(ends.includes(kind));
  expect(isLive(aSubmission(kind))).toBe(!quiet.includes(kind));
});

test.each(["done", "completed-partially"] as const)(
  "The state %s is watched, and not followed, until fourteen days are over",
  (kind) => {
    for (const attempt of [1, 2]) {
      const good = pastOf(kind, { attempt });
      expect([isLive(foldOf(good)), watchedOf(key, foldOf(good))?.attempt]).toEqual([false, attempt]);
      expect(watchedOf(key, foldOf([...good, { event: "watched" }]))).toBeUndefined();
    }
  },
);

test("A successful submission that main dropped is followed until a person answers", () => {
  const asked = foldOf([...pastOf("done"), { event: "left-main", reason: "reverted" }]);

  expect([isLive(asked), isLive(foldOf([...pastOf("done"), { event: "watched" }]))]).toEqual([true, false]);
});
