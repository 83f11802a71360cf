import { expect, test } from "vitest";
import { share } from "../../../action/core/request/option-schemas.ts";
import { shareMeant } from "../../../action/core/text/schema-text.ts";

test.each([0.95, 0.8, 1, 95, 99.5, "95", "0.5", 0.07, 0.29])(
  "The hint for %j where a share belongs names a share that the schema accepts",
  (written) => {
    const [, meant = ""] = /^write (.*)$/.exec(shareMeant(share, written) ?? "") ?? [];

    expect(meant).toMatch(new RegExp(share.pattern));
  },
);

test("A number that nobody could have meant as a share has no such hint", () => {
  expect([0, -1, 101, "most", "", true, null].map((written) => shareMeant(share, written))).toEqual(
    Array.from({ length: 7 }, () => undefined),
  );
});
