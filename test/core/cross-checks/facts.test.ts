import { expect, test } from "vitest";
import { productionFacts } from "../../../action/core/cross-checks/facts.ts";
import { factsOfIntent } from "../../../action/core/cross-checks/facts-of-intent.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

const draft = aRequest({
  supersedes: ["0.9.0", "other@2.0.0"],
  inputs: { up: { production: "sP26a-minbias-signal", version: "1.0.0", step: "make", files: 4 } },
  steps: {
    simulate: aStep({ eventsPerJob: 20, seed: { stream: "charm" }, run: 'make "$uniqueId"\n' }),
    merge: { in: [{ from: "simulate", filesPerJob: 5 }], out: ["all.root"], run: "merge\n" },
    mix: { in: [{ from: "up", filesPerJob: 2 }], out: ["a", "b"], run: "mix\n" },
  },
});

test("A production is known to others by its names, steps with files and events, inputs and seeds", () => {
  const { production } = valid(draft);

  expect(productionFacts(production)).toEqual({
    kind: "valid",
    path: "productions/p",
    tag: "sP26a-hfcharm-signal",
    version: "1.0.0",
    outDS: "group.sphenix.sP26a-hfcharm-signal.v1.0.0.b0",
    digest: production.contentDigest,
    build: "ana.418",
    conditions: "MDC2_ana.418",
    steps: [
      { name: "simulate", out: ["hits.tar"], jobs: 10, events: 20 },
      {
        name: "mix",
        out: ["a", "b"],
        jobs: 2,
        events: null,
        descends: [{ kind: "production", tag: "sP26a-minbias-signal", version: "1.0.0", step: "make" }],
      },
      { name: "merge", out: ["all.root"], jobs: 2, events: 100 },
    ],
    needs: [{ input: "up", of: "sP26a-minbias-signal", version: "1.0.0", step: "make", output: null }],
    seeds: [
      { stream: "charm", count: 10 },
      { stream: "sP26a-hfcharm-signal.mix", count: 2 },
      { stream: "sP26a-hfcharm-signal.merge", count: 2 },
    ],
    supersedes: ["sP26a-hfcharm-signal@0.9.0", "other@2.0.0"],
  });
});

test("An intent has the same steps for other productions as the request that was submitted", () => {
  const { production, content } = valid(draft);

  const promised = factsOfIntent(anIntent({ tag: production.tag, version: "1.0.0", content }));

  expect(promised?.steps).toEqual(productionFacts(production).steps);
  expect(promised?.needs).toEqual(productionFacts(production).needs);
  expect(promised?.build).toBe("ana.418");
});

test("Files of a step descend from what its jobs read one after the other, and from no pool", () => {
  const steps = (changes: Draft): unknown =>
    productionFacts(
      valid(
        aRequest({
          ...draft,
          inputs: { ...(draft.inputs as Draft), raw: { dataset: "user.tester.raw/", files: 10 } },
          steps: { simulate: aStep(), ...changes },
        }),
      ).production,
    ).steps.map(({ name, descends }) => [name, descends]);
  const read = (...inputs: readonly Draft[]): Draft => ({ in: inputs, out: ["c"], run: "mix\n" });
  const up = { kind: "production", tag: "sP26a-minbias-signal", version: "1.0.0", step: "make" };
  const raw = { kind: "data", name: "user.tester.raw", keyed: false };

  expect(
    steps({
      mix: read({ from: "simulate", filesPerJob: 1 }, { from: "up", filesPerJob: 2, reuse: true }),
      fit: read({ from: "raw", filesPerJob: 5 }, { from: "up", filesPerJob: 2 }),
      last: read({ from: "fit", filesPerJob: 2 }),
    }),
  ).toEqual([
    ["simulate", undefined],
    ["fit", [raw, up]],
    ["mix", undefined],
    ["last", [raw, up]],
  ]);
});

test("An intent that another version of the request language wrote gives no facts about a production", () => {
  expect(factsOfIntent(anIntent({ content: { format: 1, request: { schema: 9 }, resources: [] } }))).toBeUndefined();
});
