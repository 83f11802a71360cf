import { dirname } from "node:path/posix";
import { expect, test } from "vitest";
import type { Neighbour } from "../../action/core/cross-checks/facts.ts";
import { suggestFixes } from "../../action/flows/suggestions.ts";
import { statusesAround } from "../../action/flows/validation/on-tree.ts";
import { validateSources } from "../../action/flows/validation/validate-sources.ts";
import type { Snapshot } from "../../action/ports/snapshot.ts";
import { aStep, conventionsBytes } from "../core/a-production.ts";
import { inFull } from "../core/validate/fixtures.ts";
import { aWorld, file, written } from "./reconcile/a-world.ts";

const readsFile = "productions/reads/production.yaml";
const reads = (range: string): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: pileup }
description: Reads it
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
defaults: { sites: [BNL] }
inputs:
  up: { production: sP26a-hfcharm-signal, version: ${range}, step: simulate, files: 10 }
steps:
  read:
    in: [{ from: up, filesPerJob: 1 }]
    out: [out.root]
    run: read
`;

/** What is suggested for a request beside a production that was submitted, where the pull request shows these lines. */
const suggested = async (
  text: string,
  shown: ReadonlySet<number>,
  onTree?: (at: Snapshot) => () => Promise<readonly Neighbour[]>,
) => {
  const world = aWorld({ [file]: written({ steps: { simulate: aStep({ walltime: 1 }) } }) });
  for (let pass = 0; pass < 2; pass++) await world.run();
  const base = await world.main.head();
  const head = world.main.branch(base, { [readsFile]: text });
  const at = world.main.at(head);
  const sources = await at.all(["productions/reads"]);
  const { ledger } = world;
  const validated = await validateSources(
    {
      ...inFull,
      history: Promise.resolve({ ledger, head: await ledger.head() }),
      ...(onTree === undefined ? {} : { onTree: onTree(at) }),
    },
    sources,
  );
  const asked: string[] = [];
  const diff = {
    shown: async (from: string, to: string, path: string) => {
      asked.push(`${from}..${to} ${path}`);
      return shown;
    },
  };
  const ports = { ledger, diff, revisions: { mergeBase: async () => "merge-base" } };
  return { asked, found: await suggestFixes(ports, base, head, validated), head, validated };
};

test("No suggestion is made where the ledger has no release, or at a line that the pull request does not show", async () => {
  expect((await suggested(reads("^2.0.0"), new Set([10]))).found).toEqual([]);
  expect((await suggested(reads("^1.0.0"), new Set([9]))).found).toEqual([]);
});

test("A name that was submitted is not refused by a list that has lost it since; a later version is", async () => {
  const rules = new TextDecoder().decode(conventionsBytes);
  const steps = { simulate: aStep({ walltime: 1 }) };
  const world = aWorld({ [file]: written({ steps }) });
  for (let pass = 0; pass < 2; pass++) await world.run();
  const { ledger } = world;
  const codesOf = async (request: string): Promise<readonly string[]> => {
    const head = world.main.branch(await world.main.head(), {
      [file]: request,
      "productions/conventions.yaml": `${rules}lists: [{ of: [build], names: [ana.500] }]\n`,
    });
    const history = Promise.resolve({ ledger, head: await ledger.head() });
    const validated = await validateSources({ ...inFull, history }, await world.main.at(head).all([dirname(file)]));
    return validated.flatMap(({ problems }) => problems.map(({ code }) => code));
  };

  expect(await codesOf(written({ steps }))).toEqual([]);
  expect(await codesOf(written({ version: "2.0.0", steps: { simulate: aStep({ walltime: 1, jobs: 25 }) } }))).toEqual([
    "not-listed",
  ]);
});

test("A copied production is reported for its tag only: no version is compared, and none is suggested", async () => {
  const copied = written({ steps: { simulate: aStep({ walltime: 1, jobs: 25 }) } });
  const every = new Set(Array.from({ length: 100 }, (_, line) => line));
  const around = (at: Snapshot) => () => statusesAround(at, "productions", new Set(["productions/reads"]));

  const { validated, found } = await suggested(copied, every, around);

  expect(validated.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual(["duplicate-tag"]);
  expect(validated.map(({ since }) => since)).toEqual([undefined]);
  expect(found).toEqual([]);
});
