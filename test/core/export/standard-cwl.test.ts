import { expect, test } from "vitest";
import { beyondCwl } from "../../../action/core/export/beyond-cwl.ts";
import { knownJobs } from "../../../action/core/export/known-jobs.ts";
import { standardCwl } from "../../../action/core/export/standard-cwl.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { provisionalBindings } from "../../../action/core/render/rendering.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const productionOf = (steps: Readonly<Record<string, Draft>>, more: Draft = {}): Production =>
  valid(aRequest({ defaults: { sites: ["LAPTOP"] }, steps, ...more })).production;
const reading = (changes: Draft = {}): Draft =>
  aStep({ in: [{ from: "simulate", filesPerJob: 2 }], jobs: undefined, out: ["all.tar"], ...changes });

test("Exported CWL has the command, the input files and the output names of each job", () => {
  const production = productionOf({ simulate: aStep({ jobs: 3, seed: { stream: "s" } }), read: reading() });

  const known = knownJobs(production, provisionalBindings(production), new Map());

  expect(known).toMatchObject([
    {
      step: { name: "simulate" },
      jobs: [{ command: "bash simulate.sh 1 0", reads: [] }, {}, { names: ["group.sphenix.1._000003.hits.tar"] }],
    },
    {
      step: { name: "read" },
      jobs: [
        {
          command: "bash read.sh 1 0 group.sphenix.1._000001.hits.tar,group.sphenix.1._000002.hits.tar",
          reads: [0, 1],
          names: ["group.sphenix.2._000001.all.tar"],
        },
        { command: "bash read.sh 2 0 group.sphenix.1._000003.hits.tar", reads: [2] },
      ],
    },
  ]);
});

test("The files of a pattern are an output of unknown number in exported CWL, and no later step can read them there", () => {
  const found = aStep({ jobs: 2, out: [{ name: "DST.root", files: "DST_*.root" }] });
  const production = productionOf({ simulate: found });
  const known = knownJobs(production, provisionalBindings(production), new Map());
  if (typeof known === "string") throw new Error(known);

  expect(beyondCwl(production)).toEqual([]);
  expect(known[0]?.jobs.map(({ names }) => names)).toEqual([1, 2].map(() => [`${production.outDS}_simulate.*`]));
  const tool = standardCwl(production, known, new Map()).find(({ path }) => path === "simulate.cwl");
  expect(new TextDecoder().decode(tool?.bytes)).toMatch(/out1:\n +type:\n +type: array\n +items: File/);
  const read = productionOf({ simulate: found, read: reading({ in: [{ from: "simulate", filesPerJob: 1 }] }) });
  expect(beyondCwl(read)).toEqual([
    "DST.root of simulate has files of a pattern and a later step reads it: which files there are must be known before, so that jobs can be cut.",
  ]);
});

test("A step without any input file is refused by the export, as PanDA would make no job", () => {
  const production = productionOf({
    simulate: aStep(),
    read: reading({ in: [{ from: "simulate", filesPerJob: 2, match: "nothing" }] }),
  });

  expect(knownJobs(production, provisionalBindings(production), new Map())).toBe(
    "read has no jobs, because no file of its input fits.",
  );
});

test.each([
  ["gbPerJob", { read: reading({ in: [{ from: "simulate", gbPerJob: 5 }] }) }, /cuts its input by size/],
  [
    "a condition of what failed",
    { read: reading({ in: [{ from: "simulate" }], jobs: 1, when: "!simulate" }) },
    /no step runs because of it/,
  ],
  ["an image on CVMFS", { read: reading({ container: "/cvmfs/images/one" }) }, /a folder/],
] as const)("The export to standard CWL refuses %s with the reason", (_, steps, reason) => {
  const reasons = beyondCwl(productionOf({ simulate: aStep(), ...steps }));

  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatch(reason);
});

test("An ordinary production can be exported to CWL completely", () => {
  expect(beyondCwl(productionOf({ simulate: aStep(), read: reading({ when: "simulate" }) }))).toEqual([]);
});

test("Memory, cores and walltime of a request are exported as requirements of CWL", () => {
  const production = productionOf({
    simulate: aStep({
      memory: 2000,
      cores: 8,
      walltime: 5,
      container: "docker://example/image@sha256:".concat("a".repeat(64)),
    }),
  });
  const known = knownJobs(production, provisionalBindings(production), new Map());
  if (typeof known === "string") throw new Error(known);

  const tool = standardCwl(production, known, new Map()).find(({ path }) => path === "simulate.cwl");

  const text = new TextDecoder().decode(tool?.bytes);
  expect(text).toContain("coresMin: 8\n");
  expect(text).toContain("ramMin: 16000\n");
  expect(text).toContain("timelimit: 18000\n");
  expect(text).toContain(`dockerPull: example/image@sha256:${"a".repeat(64)}\n`);
});
