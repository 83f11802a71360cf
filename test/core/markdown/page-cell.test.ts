import { expect, test } from "vitest";
import { cell } from "../../../action/core/markdown/page-cell.ts";

test.each([
  ["a\u001b[2J\u202eb", "a &#91;2J b"],
  ["\u200b\ufeff@ada\u00ad", " &#64;&#8203;ada "],
  ["one\r\ntwo\u2028three\u115ffour", "one two three four"],
])("A cell of the ledger's pages shows of %j no control sequence and no invisible character", (text, shown) => {
  expect(cell(text)).toBe(shown);
});
