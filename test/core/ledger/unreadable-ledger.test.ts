import { expect, test } from "vitest";
import { unreadableLedger } from "../../../action/core/ledger/line.ts";

test("A ledger that cannot be read is named by its place, with what shows more", () => {
  expect(unreadableLedger("live.json: no JSON")).toMatchObject({
    message: "The ledger is not readable at live.json: no JSON.",
    wayOut: "Nothing was written to it. `shrek ledger verify` shows what is wrong.",
  });
});
