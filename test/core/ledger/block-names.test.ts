import { expect, test } from "vitest";
import { blockNames } from "../../../action/core/ledger/block-names.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";

test("Runs are named by their numbers, the first of them and how many more there are", () => {
  const runs = [82372, 82373, 82374].map((block) => ({ key: submissionKey("toy", "1.0.0", block) }));

  expect(blockNames(runs, 3)).toBe("#82372, #82373, #82374");
  expect(blockNames(runs, 2)).toBe("#82372, #82373 and 1 more");
});
