import { expect, test } from "vitest";
import { patternExample } from "../../../action/core/text/pattern-example.ts";
import { ruleHint } from "../../../action/core/text/rule.ts";

test.each([
  ["^jet[0-9]+$", "jet1"],
  ["^sP[0-9]{2}[a-z]$", "sP11a"],
  ["^(ana|pro)\\.[0-9]{3}$|^new$", "ana.111"],
  ["^(pcdb|newcdbtag|20[0-9]{2}p)[0-9]*$", "pcdb"],
  ["^(?<major>[0-9]{2}\\.[0-9]{2})\\.(?<minor>\\d+)-stable$", "11.11.1-stable"],
  ["^a(b|c){2,}d?e*$", "abb"],
  ["^[(|)]x$", "(x"],
  ["^[^a]$", "1"],
  ["^\\p{L}+$", undefined],
  ["^$", undefined],
])("The regular expression %s is explained with the example %s", (pattern, example) => {
  expect(patternExample(pattern)).toBe(example);
});

test("A tag field with a pattern is explained by a matching example, and by the conventions' own words if present", () => {
  expect(ruleHint({ pattern: "^jet[0-9]+$" }, "minbias")).toBe(
    "expected: a text such as jet1, of the form ^jet[0-9]+$",
  );
  expect(ruleHint({ pattern: "^\\p{L}+$" }, "1")).toBe("expected: the form ^\\p{L}+$");
  expect(ruleHint({ pattern: "^jet[0-9]+$", description: "jet with its energy" }, "x")).toBe(
    "expected: jet with its energy",
  );
});
