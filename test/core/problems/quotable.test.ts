import { expect, test } from "vitest";
import { checkUnusualConventions } from "../../../action/core/files/unsupported-files.ts";
import { quotable } from "../../../action/core/problems/problem.ts";
import { hostileTexts } from "../../hostile-text.ts";

const obeyed = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\ufeff]/u;

test.each(hostileTexts.filter((text) => obeyed.test(text)))(
  "A text quoted in a problem from %j holds nothing that a terminal obeys",
  (text) => {
    expect(quotable(text)).not.toMatch(obeyed);
  },
);

test("An impossible file path is written out in its problem", () => {
  const [problem] = checkUnusualConventions(
    [],
    [{ kind: "link", path: "productions/\u001b[31m\u061c/conventions.yaml" }],
  );

  expect(problem?.message).toContain("productions/\\u001b[31m\\u061c/conventions.yaml is a symbolic link");
});
