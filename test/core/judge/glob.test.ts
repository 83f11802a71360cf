import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../../action/core/judge/glob.ts";

test.each([
  ["macros/*", "macros/a.C", true],
  ["macros/*", "macros/deep/a.C", false],
  ["macros/**", "macros/deep/a.C", true],
  ["**/a.C", "a.C", true],
  ["**/a.C", "x/y/a.C", true],
  ["macros/**/a.C", "macros/a.C", true],
  ["*.C", "macros/a.C", false],
  ["?.C", "a.C", true],
  ["?.C", "ab.C", false],
  ["a*b*c", "a-b-b-c", true],
  ["a*b*c", "a-b-b", false],
  ["A.C", "a.C", false],
  ["**", "x/y", true],
])("%s and %s: %s", (glob, path, matches) => {
  expect(matchesGlob(path, glob)).toBe(matches);
});

test("a path without wildcards matches itself", () => {
  const name = fc.string({ minLength: 1, unit: fc.constantFrom("a", "B", "1", ".", "-", "_", "[", "{") });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (parts) => {
      expect(matchesGlob(parts.join("/"), parts.join("/"))).toBe(true);
    }),
  );
});

test("a pattern made to be slow is not", () => {
  expect(matchesGlob("a".repeat(4000), `${"*a".repeat(100)}b`)).toBe(false);
  expect(matchesGlob("a/".repeat(2000), `${"**/a/".repeat(40)}b`)).toBe(false);
});
