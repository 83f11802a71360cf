import { expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../a-production.ts";

const judged = (changes: Draft) => {
  const bytes = new TextEncoder().encode(JSON.stringify(aRequest({ tag: { campaign: "sP26a" }, ...changes })));
  const source = { folder: "p", file: "p/production.yaml", bytes, entries: [], conventions: undefined, shared: [] };
  return validateProduction({ ...source, foreign: [] }, readConventions("conventions.yaml", conventionsBytes));
};
const steps = { simulate: aStep({ parameters: { stage: "none", other: 1 } }) };
const matrix = { physics: ["hfcharm", "hfbottom"], stage: ["signal", "background"] };

test("A matrix is the list of its combinations: each has the tag, and its parameters have the values", () => {
  const made = judged({ steps, variants: { matrix } }).map(({ valid }) => valid);

  expect(made.map((one) => [one?.production.tag, one?.production.steps[0]?.parameters])).toEqual(
    ["hfcharm", "hfbottom"].flatMap((physics) =>
      ["signal", "background"].map((stage) => [`sP26a-${physics}-${stage}`, { stage, other: 1 }]),
    ),
  );
});

test("A combination of a matrix has the content of the same variant in a list, so one may become the other", () => {
  const digests = (variants: unknown) =>
    judged({ steps, variants }).map(({ valid }) => valid?.production.contentDigest);
  const listed = matrix.physics.flatMap((physics) =>
    matrix.stage.map((stage) => ({ tag: { physics, stage }, parameters: { stage } })),
  );

  expect(digests({ matrix })).toEqual(digests(listed));
});

test("A matrix with one value is one production, and one with more combinations than a list may have is not read", () => {
  expect(judged({ variants: { matrix: { physics: ["minbias"], stage: ["signal"] } } })).toHaveLength(1);
  const many = Object.fromEntries(
    ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map((key) => [key, Array.from({ length: 200 }, (_, n) => n)]),
  );

  expect(judged({ variants: { matrix: many } })).toMatchObject([{ problems: [{ code: "out-of-range" }] }]);
});
