import { expect, test } from "vitest";
import { printable } from "../../../action/core/text/printable.ts";

test.each([
  ["\u001b[2J\u001b[Hall is good", "all is good"],
  ["\u001b]0;title\u0007x", "]0;titlex"],
  ["\u009b31mred\u0000\r\n", "31mred\n"],
  ["\u202edoog\u200b\u2066\ufeff", "doog"],
  ["failed\n::error::x\n  ::stop-commands::y", "failed\n: :error::x\n  : :stop-commands::y"],
  ["a ##[error]x", "a # #[error]x"],
  ["\u001b[8mhidden", "hidden"],
  ["x \u001b[31mRED\u001b[0m", "x RED"],
  ["\u00ads\u115fh\u{e0041}r\u061cek", "shrek"],
])("Text of others that is cleaned from %j holds nothing that a terminal or the runner obeys", (text, left) => {
  expect(printable(text)).toBe(left);
});

test("Plain text and times are not changed by cleaning", () => {
  const text = "3 failed at 10:00::1\n\tgrün ✓";
  expect(printable(text)).toBe(text);
});
