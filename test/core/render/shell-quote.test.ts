import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellQuote } from "../../../action/core/render/shell-quote.ts";

test("bash reads quoted text unchanged, whatever characters the text has", () => {
  const word = fc
    .string({ unit: "binary", maxLength: 40 })
    .filter((text) => !text.includes("\0") && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const script = `printf '%s\\0' ${words.map(shellQuote).join(" ")}`;
      const said = execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", env: { LC_ALL: "C.UTF-8" } });
      expect(said.split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 50 },
  );
});
