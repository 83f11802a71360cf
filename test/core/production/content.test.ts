import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requestSchema } from "../../../action/core/request/schema.ts";
import { type SourceFile, textFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const digest = (request: Draft, files: readonly SourceFile[] = []): string =>
  valid(request, { files }).production.contentDigest;

const full = aRequest({
  inputs: { hepmc: { dataset: "user.tester.a/", files: 20 } },
  steps: {
    simulate: aStep({ jobs: undefined, in: [{ from: "hepmc", filesPerJob: 2 }], parameters: { a: 1, b: "x" } }),
  },
  submit: "auto",
  acknowledge: [{ code: "same-data-each-run", reason: "one sample under the conditions of each run" }],
});

describe("words and names", () => {
  test.each([
    ["tag", { campaign: "sP26b", physics: "minbias", stage: "signal" }],
    ["version", "2.0.0"],
    ["description", "Other words"],
    ["contact", ["@another"]],
    ["acknowledge", []],
    ["submit", "hold"],
    ["events", 5_000_000],
    ["supersedes", ["0.9.0"]],
    ["variants", [{ tag: { physics: "minbias" } }]],
  ])("A change of the key %s does not change the content of a production", (key, value) => {
    expect(digest({ ...full, [key]: value })).toBe(digest(full));
  });
});

describe("everything else is content", () => {
  const changed: Draft = {
    build: "ana.419",
    conditions: "other",
    inputs: { hepmc: { dataset: "user.tester.b/", files: 20 } },
    defaults: { sites: ["SDCC"] },
    steps: { simulate: aStep() },
    extends: "1.0.0",
    runs: { list: "runs.txt" },
  };
  test.each(Object.keys(changed))("A change of %s changes the content of a production", (key) => {
    expect(digest({ ...full, [key]: changed[key] }, [textFile("runs.txt", "66001\n")])).not.toBe(digest(full));
  });

  test("Every key of the request language has a test of whether the key is content", () => {
    const words = [
      ...["tag", "version", "description", "contact", "owner", "keep", "events", "acknowledge"],
      ...["submit", "supersedes", "variants"],
    ];

    expect(Object.keys(requestSchema.properties).toSorted()).toEqual(
      [...words, ...Object.keys(changed), "schema"].toSorted(),
    );
  });

  test("Bytes, mode and name of a resource are content, and a file that no step names is not", () => {
    const request = aRequest({ steps: { simulate: aStep({ resources: ["m/*"] }) } });
    const one = digest(request, [textFile("m/a.C", "1")]);

    expect(digest(request, [textFile("m/a.C", "2")])).not.toBe(one);
    expect(digest(request, [textFile("m/a.C", "1", "100755")])).not.toBe(one);
    expect(digest(request, [textFile("m/b.C", "1")])).not.toBe(one);
    expect(digest(request, [textFile("m/a.C", "1"), textFile("README.md", "words")])).toBe(one);
  });
});

test("The order of keys and of files does not change the content of a production", () => {
  fc.assert(
    fc.property(shuffledDeep(full), (shuffled) => {
      expect(digest(shuffled)).toBe(digest(full));
    }),
    { numRuns: 30 },
  );
  const request = aRequest({ steps: { simulate: aStep({ resources: ["*.C"] }) } });
  const files = ["b.C", "a.C", "B.C"].map((path) => textFile(path, path));
  expect(digest(request, files.toReversed())).toBe(digest(request, files));
});

test("The order of a list changes the content of a production", () => {
  const sites = (...names: readonly string[]): Draft => ({ ...full, defaults: { sites: names } });

  expect(digest(sites("BNL", "SDCC"))).not.toBe(digest(sites("SDCC", "BNL")));
});

test("The path of its folder does not change the content of a production", () => {
  expect(valid(full, { folder: "elsewhere/q" }).production.contentDigest).toBe(digest(full));
});

/** The same mapping with the keys of every level in another order. */
function shuffledDeep(value: Draft): fc.Arbitrary<Draft> {
  const entries = Object.entries(value).map(([key, member]) =>
    (isMapping(member) ? shuffledDeep(member) : fc.constant(member)).map((inner) => [key, inner] as const),
  );
  return fc
    .tuple(...entries)
    .chain((members) => fc.shuffledSubarray(members, { minLength: members.length }))
    .map((members) => Object.fromEntries(members));
}

const isMapping = (value: unknown): value is Draft =>
  typeof value === "object" && value !== null && !Array.isArray(value);
