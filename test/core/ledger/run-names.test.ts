import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { runNames } from "../../../action/core/ledger/run-names.ts";

test("Runs are named by their numbers, the first of them and how many more there are", () => {
  const runs = [82372, 82373, 82374].map((run) => ({ key: submissionKey("toy", "1.0.0", run) }));

  expect(runNames(runs, 3)).toBe("#82372, #82373, #82374");
  expect(runNames(runs, 2)).toBe("#82372, #82373 and 1 more");
});
