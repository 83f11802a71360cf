import { expect, test } from "vitest";
import { leastBump } from "../../../../action/core/versioning/least-bump.ts";
import { sampleWords } from "../../../../action/core/view/plan/sample-text.ts";
import { accepted, aRequest, aStep, type Draft } from "../../a-production.ts";

const before = accepted(aRequest());
const words = (changes: Draft): string | undefined => {
  const { production, content } = accepted(aRequest({ version: "1.1.0", ...changes }));
  return sampleWords(production, { version: "1.0.0", advice: leastBump(before.content, content) });
};
const more = { steps: { simulate: aStep({ jobs: 20 }) } };

test("more of the same is a new sample, and the plan says so", () => {
  expect(words(more)).toBe("A new sample: do not combine it with 1.0.0. To extend that sample, write extends: 1.0.0.");
});

test("what extends a sample may be added to it", () => {
  expect(words({ ...more, extends: "1.0.0" })).toBe("Extends the sample of 1.0.0, with new seeds.");
});

test("other physics needs no warning, and no change none either", () => {
  expect(words({ build: "ana.500" })).toBeUndefined();
  expect(words({})).toBeUndefined();
  expect(sampleWords(before.production, undefined)).toBeUndefined();
});
