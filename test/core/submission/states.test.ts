import { expect, test } from "vitest";
import { isFinal, isStopped, isSuccess, mayRun } from "../../../action/core/submission/states.ts";
import { stateKinds } from "./a-submission.ts";

test("A submission has ended, succeeded, stopped or may run at PanDA in exactly these states", () => {
  expect(stateKinds.filter(isFinal)).toEqual(["skipped", "closed", "retired", "superseded", "withdrawn"]);
  expect(stateKinds.filter(isSuccess)).toEqual(["done", "completed-partially"]);
  expect(stateKinds.filter(isStopped)).toEqual(["incomplete", "failed", "aborted", "broken", "exhausted", "stalled"]);
  expect(stateKinds.filter(mayRun)).toEqual([
    "checking",
    "submitting",
    "in-doubt",
    "submitted",
    "running",
    "duplicate-suspected",
  ]);
});
