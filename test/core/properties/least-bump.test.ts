import fc from "fast-check";
import { expect, test } from "vitest";
import { type Bump, bumpOrder } from "../../../action/core/conventions/version-style.ts";
import { type Content, contentOf } from "../../../action/core/production/content.ts";
import type { Request } from "../../../action/core/request/request.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { leastBump } from "../../../action/core/versioning/least-bump.ts";

/** Each field has one of few values or is away, so that three contents often agree in one. */
const few = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const part = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(fields, { requiredKeys: [] });

const options = { container: few("a", "b"), memory: few(1, 2), sites: few(["A"], ["A", "B"]), accept: few("95%") };
const step = part({
  ...options,
  in: fc.array(part({ from: few("a", "b"), filesPerJob: few(1, 2), reuse: few(true), match: few("x*") }), {
    maxLength: 2,
  }),
  out: fc.array(fc.oneof(few("a", "b"), part({ name: few("a"), minBytes: few(1, 2) })), { maxLength: 2 }),
  jobs: few(1, 2),
  seed: part({ stream: few("s", "t"), digits: few(3) }),
  parameters: part({ p: few(1, "1", true) }),
  estimate: part({ seconds: few(1, 2) }),
  run: few("x", "y"),
});
const request = part({
  build: few("a", "b"),
  defaults: part(options),
  inputs: part({ d: part({ dataset: few("a", "b"), require: few("done"), expect: part({ files: few(1, 2) }) }) }),
  steps: part({ one: step, two: step }),
  extends: few("1.0.0"),
});
type Made = Record<string, unknown>;
const contentFrom = (made: Made): Content => contentOf(made as unknown as Request, [textFile("a.C", "1")]);
const content = request.map(contentFrom);

/** Three that differ in one part only: with more, the largest bump would hide every smaller one. */
const near = fc
  .tuple(request, fc.constantFrom("build", "defaults", "inputs", "steps", "extends"), request, request)
  .map(([base, key, one, other]) => [base, withPart(base, key, one), withPart(base, key, other)] as const)
  .map(([a, b, c]) => [contentFrom(a), contentFrom(b), contentFrom(c)] as const);
const withPart = (base: Made, key: string, donor: Made): Made => {
  const { [key]: _, ...others } = base;
  return key in donor ? { ...others, [key]: donor[key] } : others;
};

const bump = (from: Content, to: Content): Bump => leastBump(from, to).bump;
const rank = (one: Bump): number => bumpOrder.indexOf(one);

test("Equal requests need no bump of the version, and different requests need one", () => {
  fc.assert(
    fc.property(content, content, (one, other) => {
      expect(bump(one, structuredClone(one))).toBe("none");
      expect(bump(one, other) === "none").toBe(leastBump(one, other).reasons.length === 0);
    }),
    { numRuns: 500 },
  );
});

test("A change of a request needs the same bump as its reversal", () => {
  fc.assert(
    fc.property(content, content, (one, other) => {
      expect(bump(other, one)).toBe(bump(one, other));
    }),
    {
      numRuns: 1000,
    },
  );
});

test("Two small bumps never allow a change that needs a larger bump in one step", () => {
  fc.assert(
    fc.property(near, ([a, b, c]) => {
      expect(rank(bump(a, c))).toBeLessThanOrEqual(Math.max(rank(bump(a, b)), rank(bump(b, c))));
    }),
    { numRuns: 3000 },
  );
});
