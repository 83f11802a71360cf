import { expect, test } from "vitest";
import { noApproval } from "../../../action/core/ledger/held-by.ts";

test("The ledger writes of a version that nobody approved that its approval is `none`", () => {
  expect(noApproval).toBe("none");
});
