import { expect, test } from "vitest";
import { factsVersion, productionFacts } from "../../../action/core/neighbours/facts.ts";
import { factsOfIntent } from "../../../action/core/neighbours/facts-of-intent.ts";
import { writeIndexLine } from "../../../action/core/neighbours/index-file.ts";
import { searchLines } from "../../../action/core/neighbours/search-lines.ts";
import { accepted, aRequest, aStep, type Draft } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

const draft = aRequest({
  supersedes: ["0.9.0", "other@2.0.0"],
  inputs: { up: { production: "sP26a-minbias-signal", version: "1.0.0", step: "make", expect: { files: 4 } } },
  steps: {
    simulate: aStep({ eventsPerJob: 20, seed: { stream: "charm", digits: 5 }, run: 'make "$uniqueId"\n' }),
    merge: { in: [{ from: "simulate", filesPerJob: 5 }], out: ["all.root"], run: "merge\n" },
    mix: { in: [{ from: "up", filesPerJob: 2 }], out: ["a", "b"], run: "mix\n" },
  },
});

test("a line says what it said under this version of the facts; who changes it raises the version", () => {
  const { production } = accepted(draft);

  const line = writeIndexLine({ ...productionFacts(production, true), tree: "t" });

  expect(factsVersion).toBe(6);
  expect(line).toBe(
    `${[
      '{"path":"productions/p","kind":"accepted","tag":"sP26a-hfcharm-signal","version":"1.0.0"',
      '"outDS":"group.sphenix.sP26a-hfcharm-signal.v1.0.0.b0"',
      `"digest":"${production.contentDigest}","build":"ana.418","conditions":"MDC2_ana.418"`,
      '"steps":[{"name":"simulate","out":["hits.tar"],"jobs":10,"events":20}',
      '{"name":"mix","out":["a","b"],"jobs":2,"events":null}',
      '{"name":"merge","out":["all.root"],"jobs":2,"events":100}]',
      '"needs":[{"of":"sP26a-minbias-signal","version":"1.0.0","step":"make","output":null}]',
      '"seeds":[{"stream":"charm","count":10}]',
      '"supersedes":["sP26a-hfcharm-signal@0.9.0","other@2.0.0"],"right":true,"tree":"t"}',
    ].join(",")}\n`,
  );
});

test("a promise tells the same steps as the request that was promised", () => {
  const { production, content } = accepted(draft);

  const promised = factsOfIntent(anIntent({ tag: production.tag, version: "1.0.0", content }));

  expect(promised?.steps).toEqual(productionFacts(production, true).steps);
  expect(promised?.needs).toEqual(productionFacts(production, true).needs);
  expect(promised?.build).toBe("ana.418");
});

test("what every step reads with `reuse` is said to be a pool, and what one step reads in order is not", () => {
  const mixed = {
    in: [
      { from: "simulate", filesPerJob: 1 },
      { from: "up", filesPerJob: 2, reuse: true },
    ],
    out: ["c"],
  };
  const reused = (steps: Draft): unknown =>
    productionFacts(accepted(aRequest({ ...draft, steps: { simulate: aStep(), ...steps } })).production, true).needs[0]
      ?.reused;
  const pool = { mixed: { ...mixed, run: "mix\n" } };

  expect(reused(pool)).toBe(true);
  expect(reused({ ...pool, mix: { in: [{ from: "up", filesPerJob: 2 }], out: ["a"], run: "mix\n" } })).toBeUndefined();
});

test("a promise in another language tells nothing", () => {
  expect(factsOfIntent(anIntent({ content: { format: 1, request: { schema: 9 }, resources: [] } }))).toBeUndefined();
});

test("only whole keys and values are found, in the line in which they stand, and what an author writes is no key", () => {
  const lines = new TextEncoder().encode(
    [
      { path: "p1", tag: "toy", note: '"tag":"box"' },
      { path: "p2", tag: "toys", needs: [{ of: "toy" }] },
      { path: "p3", tag: "toy" },
      { path: "h\u00e4lt", tag: "box" },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
  );
  const search = searchLines(lines);

  expect(search('"tag":"toy"').map(({ path }) => path)).toEqual(["p1", "p3"]);
  expect(search('"tag":"box"').map(({ path }) => path)).toEqual(["h\u00e4lt"]);
  expect(search('"tag":"nothing"')).toEqual([]);
});
