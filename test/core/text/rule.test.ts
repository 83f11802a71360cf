import { expect, test } from "vitest";
import { ruleHint } from "../../../action/core/text/rule.ts";

const physics = { enum: ["hfcharm", "minbias", "jet10", "jet30"] };

test("A value that differs from the allowed ones only in a number is no slip, and all allowed values are shown", () => {
  expect(ruleHint(physics, "jet60")).toBe("known here: hfcharm, minbias, jet10, jet30");
});

test("The nearest three of hundreds of releases are shown", () => {
  const build = { enum: Array.from({ length: 300 }, (_, index) => `ana.${index + 200}`) };

  expect(ruleHint(build, "ana.99999")).toBe("known here: ana.497, ana.498, ana.499 and 297 others");
  expect(ruleHint(build, "ana.150")).toBe("known here: ana.200, ana.201, ana.202 and 297 others");
  expect(ruleHint(build, "anna.417")).toBe('did you mean "ana.417"?');
});

test("A misspelt word is reported with the most similar allowed word, also with numbers in the words", () => {
  expect(ruleHint(physics, "jat10")).toBe('did you mean "jet10"?');
  expect(ruleHint(physics, "hfcharms")).toBe('did you mean "hfcharm"?');
});

test("A rule with examples is explained by the first of them that fits, and else by one that is made up", () => {
  const pattern = "^[a-z]{2}[.][0-9]{3}$";

  expect(ruleHint({ pattern, examples: [7, "wrong", "gg.418"] }, "x")).toContain("such as gg.418,");
  expect(ruleHint({ pattern, examples: ["wrong"] }, "x")).toContain("such as aa.111,");
});
