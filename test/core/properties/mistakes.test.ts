import fc from "fast-check";
import { expect, test } from "vitest";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";
import { conventionsBytes } from "../a-production.ts";
import { someHead } from "./some-head.ts";

const good = `${someHead}steps:
  signal:
    in: [{ from: hepmc, filesPerJob: 2 }]
    out: [hits.tar]
    memory: 2000
    run: make
  background:
    jobs: 10
    seed: { max: 900000000 }
    out: [bg.tar]
    cores: 8
    run: make
  pileup:
    in:
      - { from: signal, filesPerJob: 1 }
      - { from: background, filesPerJob: 2, reuse: true }
    out: [dst.tar]
    parameters:
      macro: Fun4All.C
    resources: [macros/a.C]
    run: make
submit: auto
`;

/** A line of the request, what a person makes of it, and what must be told of that line. None has to do with another. */
const mistakes: readonly (readonly [line: string, instead: string, code: string])[] = [
  ["version: 1.0.0", "version: v1.0.0", "bad-version"],
  ["  campaign: sP26a", "  campaign: sp26a", "bad-tag"],
  ["  physics: hfcharm", "  physics: hfcharms", "bad-tag"],
  ["  stage: pileup", "  stage: pile-up", "bad-tag"],
  ['contact: ["@test-user"]', "contact: [some-user]", "bad-contact"],
  ["build: ana.418", "build: 418.ana", "bad-software"],
  ["conditions: MDC2_ana.418", "conditions: MDC2 ana.418", "bad-token"],
  ["    dataset: user.tester.hepmc", "    dataset: user tester hepmc", "bad-dataset-name"],
  ["    files: 200", "    files: 0", "out-of-range"],
  ["  sites: [BNL]", "  sites: [BNLL]", "unknown-site"],
  ["  maxAttempt: 3", "  maxAttempts: 3", "unknown-key"],
  ["    memory: 2000", "    memory: 2 GB", "wrong-type"],
  ["    out: [bg.tar]", '    out: ["bg*.tar"]', "bad-output-name"],
  ["    cores: 8", "    cores: 65", "out-of-range"],
  ["      macro: Fun4All.C", "      2macro: Fun4All.C", "bad-parameter-name"],
  ["    seed: { max: 900000000 }", "    seed: { max: 0 }", "out-of-range"],
  ["    resources: [macros/a.C]", "    resources: [macros/b.C]", "missing-resource"],
  ["submit: auto", "submit: now", "not-allowed"],
];

const conventions = readConventions("conventions.yaml", conventionsBytes);
const told = (text: string): readonly string[] =>
  validateProduction(
    {
      folder: "p",
      file: "p/production.yaml",
      bytes: new TextEncoder().encode(text),
      entries: [{ kind: "file", path: "macros/a.C", mode: "100644", bytes: new Uint8Array() }],
      conventions: undefined,
      shared: [],
      foreign: [],
    },
    conventions,
  ).flatMap(({ problems }) => problems.map(({ line, code }) => `${line} ${code}`));

const lines = good.split("\n");
const lineOf = (line: string): number => lines.indexOf(line) + 1;

test("A request without a planted mistake has no problem, and each planted mistake is on its own line", () => {
  expect(told(good)).toEqual([]);
  expect(mistakes.filter(([line]) => lines.filter((one) => one === line).length !== 1)).toEqual([]);
});

test.each(mistakes)("The mistake %s -> %s in a request gives one problem: %s", (line, instead, code) => {
  expect(told(good.replace(line, instead))).toEqual([`${lineOf(line)} ${code}`]);
});

test("Several mistakes in a request give as many problems, each at its line", () => {
  fc.assert(
    fc.property(fc.subarray([...mistakes]), (made) => {
      const text = lines.map((line) => made.find(([wrong]) => wrong === line)?.[1] ?? line).join("\n");

      expect([...told(text)].toSorted()).toEqual(made.map(([line, , code]) => `${lineOf(line)} ${code}`).toSorted());
    }),
    { numRuns: 300 },
  );
});
