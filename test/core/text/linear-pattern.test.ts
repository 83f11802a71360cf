import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, test } from "vitest";
import { linearPattern, patternFault } from "../../../action/core/text/linear-pattern.ts";
import { fitsRule, ruleFault } from "../../../action/core/text/rule.ts";
import { limitFor } from "../../pace.ts";

const letters = "a".repeat(4000);

test.each([
  "^([a-z]|[a-y])*!$",
  "^(([a-z])+.)+!$",
  "^(a|aa)+$b",
  "(x+x+)+y",
  "^(a?){900}a{900}!$",
  "^[a-z]+a{99}!$",
  "^a+a+!$|^(a|aa)(a|aa)!$",
])("The regular expression %s is matched on 4,000 letters in a short time", (source) => {
  expect(patternFault(source)).toBeUndefined();
  const begin = process.cpuUsage();
  expect(fitsRule({ type: "string", pattern: source }, letters)).toBe(false);
  const took = process.cpuUsage(begin).user / 1000;
  expect(took).toBeLessThan(limitFor(took, 2000));
});

test.each([
  ["^(?=a)b$", "looks ahead or behind: write what may stand instead of what may not"],
  ["(?<!a)b", "looks ahead or behind"],
  ["(a)\\1", "refers to an earlier group: write the group again"],
  ["(?<x>a)\\k<x>", "refers to an earlier group"],
  ["a{1,2000}", "repeats more than 1,000 times: use + or *"],
  ["\\p{Script=Greek}", "names a property of Unicode"],
  ["(?i)a", "is not a regular expression"],
  ["(a", "is not a regular expression"],
  ["[\\b]", "is beyond RE2"],
])("The regular expression %s in conventions is refused with what to write instead", (source, words) => {
  expect(patternFault(source)).toContain(words);
  expect(ruleFault({ anyOf: [{ pattern: source }] })).toContain(words);
});

describe("expressions in a schema", () => {
  const rule = {
    anyOf: [{ pattern: "^(ana|pro)\\.[0-9]+$" }, { not: { pattern: "e" }, maxLength: 3, pattern: "^n" }],
    allOf: [{ minLength: 2 }],
  };

  test.each([
    ["ana.418", true],
    ["pro.1", true],
    ["nuw", true],
    ["new", false],
    ["ana.", false],
    ["n", false],
    ["nuww", false],
  ])("A schema with a pattern accepts the value as JSON Schema does: %s: %s", (value, fits) => {
    expect(fitsRule(rule, value)).toBe(fits);
  });

  test("A keyword of JSON Schema and a field of the same name are not confused", () => {
    expect(fitsRule({ properties: { pattern: { pattern: "^x$" } } }, "anything")).toBe(true);
    expect(fitsRule({ allOf: [{ const: "ab" }], pattern: "^a" }, "ab")).toBe(true);
    expect(fitsRule({ allOf: [{ const: "ab" }], pattern: "^b" }, "ab")).toBe(false);
  });
});

test("An expression that both engines accept matches the same in an editor and in SHREK", () => {
  const atom = fc.constantFrom("a", "[a-c]", "[^b]", "\\d", "\\w", "\\.", ".", "(?:ab|c)", "(a|b)", "\\u0062", "\\b");
  const piece = fc.tuple(atom, fc.constantFrom("", "?", "*", "+", "{2}", "{1,3}", "*?")).map(([one, many]) => {
    return one === "\\b" ? one : one + many;
  });
  const source = fc
    .tuple(fc.constantFrom("", "^"), fc.array(piece, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "$"))
    .map(([from, pieces, to]) => from + pieces.join("") + to);
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "1", ".", "-", " "), maxLength: 12 });
  fc.assert(
    fc.property(source, text, (one, value) => {
      expect(linearPattern(one).fits(value)).toBe(new RegExp(one, "u").test(value));
    }),
    { numRuns: 3000 },
  );
});

test("An expression in the common syntax matches the same in JavaScript's engine and in RE2", () => {
  const atom = fc.constantFrom("a", "_", "1", "\\.", "[a-c]", "[a-b1.-]", "[_a-c.]", "(a|bc|a1)", "(c)");
  const piece = fc.tuple(atom, fc.constantFrom("", "", "{2}", "{0}", "+", "*")).map(([one, many]) => one + many);
  const part = fc.array(piece, { maxLength: 4 }).map((pieces) => `^${pieces.join("")}$`);
  const source = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("|"));
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "1", ".", "-", "_", "\n"), maxLength: 6 });
  fc.assert(
    fc.property(source, text, (one, value) => {
      expect(linearPattern(one).fits(value)).toBe(RE2JS.compile(RE2JS.translateRegExp(one)).test(value));
    }),
    { numRuns: 3000 },
  );
});

test.each(["a", "[a", "(a|", "a{9}", "^a$|"])("A long regular expression of %s is read in a short time", (text) => {
  const begin = process.cpuUsage();
  patternFault(`^${text.repeat(4000)}$`);
  const took = process.cpuUsage(begin).user / 1000;
  expect(took).toBeLessThan(limitFor(took, 2000));
});
