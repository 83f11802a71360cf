import { expect, test } from "vitest";
import { ruleHint } from "../../../action/core/text/rule.ts";

const physics = { enum: ["hfcharm", "minbias", "jet10", "jet30"] };

test("a value that differs in its number only is no slip: the list is shown", () => {
  expect(ruleHint(physics, "jet60")).toBe("known here: hfcharm, minbias, jet10, jet30");
});

test("a misspelt word is answered by the near one, numbers and all", () => {
  expect(ruleHint(physics, "jat10")).toBe('did you mean "jet10"?');
  expect(ruleHint(physics, "hfcharms")).toBe('did you mean "hfcharm"?');
});
