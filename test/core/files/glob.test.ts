import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../../action/core/files/glob.ts";

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
])("Whether the glob %s matches %s: %s", (glob, path, matches) => {
  expect(matchesGlob(path, glob)).toBe(matches);
});

test("A path without wildcards matches itself only", () => {
  const name = fc.string({ minLength: 1, unit: fc.constantFrom("a", "B", "1", ".", "-", "_", "[", "{") });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (parts) => {
      expect(matchesGlob(parts.join("/"), parts.join("/"))).toBe(true);
    }),
  );
});

test("A glob that is built to be slow is matched in a short time", () => {
  expect(matchesGlob("a".repeat(4000), `${"*a".repeat(100)}b`)).toBe(false);
  expect(matchesGlob("a/".repeat(2000), `${"**/a/".repeat(40)}b`)).toBe(false);
});

test("A glob matches the same paths as its regular expression", () => {
  const text = (units: readonly string[]) =>
    fc.array(fc.string({ maxLength: 4, minLength: 1, unit: fc.constantFrom(...units) }), {
      minLength: 1,
      maxLength: 4,
    });
  const part = fc.oneof(
    fc.constant("**"),
    fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom("a", "b", "*", "?") }),
  );
  fc.assert(
    fc.property(text(["a", "b"]), fc.array(part, { minLength: 1, maxLength: 4 }), (path, glob) => {
      const written = glob.map((name) =>
        name === "**" ? "(?:[^/]+/)*" : `${name.replace(/[*?]+|./g, (one) => wildcards(one))}/`,
      );
      expect(matchesGlob(path.join("/"), glob.join("/"))).toBe(
        new RegExp(`^${written.join("")}$`).test(`${path.join("/")}/`),
      );
    }),
  );
});
const wildcards = (text: string): string => {
  const least = text.split("?").length - 1;
  return text.includes("*") ? `[^/]{${least},}` : least > 0 ? `[^/]{${least}}` : text;
};

test.each([
  [
    "one star before many letters",
    (at: number) => `*${"a".repeat(190)}b${at}`,
    (at: number) => `${"a".repeat(650)}${at}`,
  ],
  [
    "any folders before many",
    (at: number) => `**/${"a/".repeat(95)}b${at}`,
    (at: number) => `${"a/".repeat(300)}${at}`,
  ],
])("Thirty globs of %s are matched with 300 long names in a short time", (_, patternOf, nameOf) => {
  const names = Array.from({ length: 300 }, (_, at) => nameOf(at));
  const begin = process.cpuUsage();

  for (let at = 0; at < 30; at++) expect(names.filter((name) => matchesGlob(name, patternOf(at)))).toEqual([]);

  // Going back to the last star took 11 s.
  expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(3);
});
