import { expect, test } from "vitest";
import { leastBump } from "../../../../action/core/versioning/least-bump.ts";
import { sampleText } from "../../../../action/core/view/plan/sample-text.ts";
import { aRequest, aStep, type Draft, valid } from "../../a-production.ts";

const before = valid(aRequest());
const words = (changes: Draft): string | undefined => {
  const { production, content } = valid(aRequest({ version: "1.1.0", ...changes }));
  return sampleText(production, { version: "1.0.0", advice: leastBump(before.content, content) });
};
const more = { steps: { simulate: aStep({ jobs: 20 }) } };

test("A larger amount of the same production is shown in the plan as a new sample", () => {
  expect(words(more)).toBe("A new sample: do not combine it with 1.0.0. To extend that sample, write extends: 1.0.0.");
});

test("A plan with `extends` says that the new sample may be added to the older one", () => {
  expect(words({ ...more, extends: "1.0.0" })).toBe("Extends the sample of 1.0.0, with new seeds.");
});

test("A plan with other physics, or without a change, has no text about samples", () => {
  expect(words({ build: "ana.500" })).toBeUndefined();
  expect(words({})).toBeUndefined();
  expect(sampleText(before.production, undefined)).toBeUndefined();
});
