import { expect, test } from "vitest";
import { didOf } from "../../../../action/core/catalogue/data-seen.ts";
import { growRuns } from "../../../../action/core/pass/inputs/grow-runs.ts";
import { plannedEvents } from "../../../../action/core/pass/planned.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { conventions, written } from "../../../flows/reconcile/a-world.ts";
import { aStep } from "../../a-production.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";

const rucio =
  "rucio: { server: 'https://rucio.example', account: reader, login: userpass, scopes: [raw], startsPerDay: 9 }";
const reads = { in: [{ from: "raw", filesPerJob: 2 }], jobs: undefined, walltime: 1 };
const folderOf = (name: string): string => `productions/${name}`;
const requestOf = (name: string, index: number): string =>
  written({
    version: `1.0.${index}`,
    ...{ runs: { from: "raw", files: 2 }, inputs: { raw: { dataset: `raw:${name}` } } },
    steps: { read: aStep(reads) },
  });
type Files = { readonly good: readonly string[]; readonly lost: readonly string[] };
const away = new Failure("Rucio is away", { wayOut: "Wait." });

/** What is planned where these datasets have these files, and each a production that grows by two files a run. */
const grown = async (data: Readonly<Record<string, Files>>, answers: Answers = {}, chance = 0) => {
  const { planning, said } = aPlanning("head", { chance, approvals: "assumed" });
  const texts = Object.keys(data).map((name, n) => [`${folderOf(name)}/production.yaml`, requestOf(name, n)] as const);
  const rules = `${conventions}\n${rucio}\ndatasets: { pattern: "." }\n`;
  const looked: string[] = [];
  const facts: Answers = {
    ...aTree("head", { "productions/conventions.yaml": rules, ...Object.fromEntries(texts) }),
    submissions: () => [],
    events: () => new Map(),
    tagNames: () => [],
    seeds: () => new Map(),
    lastChange: () => ({ commit: "c", author: "Ada" }),
    packed: () => ({ renderingDigest: "1".repeat(64), archive: new Uint8Array([1]) }) as never,
    collections: (_, [dataset = ""]) => {
      const files = data[dataset.slice(4)];
      looked.push(dataset.slice(4));
      return files === undefined ? new Map() : new Map([[dataset, collectionOf(dataset, files.good.length)]]);
    },
    replicas: (_, { did }) => ({ at: [], lost: 0, files: data[did.name] ?? { good: [], lost: [] } }),
    ...answers,
  };
  const { planned, entries } = await given(facts, (reads) =>
    growRuns({ ...planning, ...reads }, aPlan(), Object.keys(data).map(folderOf)),
  );
  const parts = planned.parts.map(({ why }) => why);
  return { said, looked, parts, keys: entries.map(({ key }) => key), events: plannedEvents(planned) };
};
const collectionOf = (dataset: string, files: number) => ({
  ...{ did: didOf(dataset), kind: "dataset" as const, open: true, files, bytes: files, events: undefined },
  ...{ datasets: [], account: "root", expires: undefined },
});
const filesOf = (count: number, lost: readonly string[] = []): Files => ({
  good: Array.from({ length: count }, (_, n) => `f${String(n).padStart(4, "0")}`),
  lost,
});
/** Of the production in the folder that was named so. */
const keyOf = (index: number, run: number): string => `sP26a-hfcharm-signal/1.0.${index}/${run}`;

test("New files of a dataset become runs, which are intended in the commit of the plan", async () => {
  const { said, parts, keys, events } = await grown({ signal: filesOf(5), pileup: filesOf(1) });
  const runs = [keyOf(0, 1), keyOf(0, 2)];

  expect({ said, parts, keys }).toEqual({ said: [], parts: [`New files: ${runs.join(", ")}`], keys: runs });
  expect(events).toMatchObject(runs.map((key) => [key, { event: "intended" }]));
});

test("A pass that makes no run asks the ledger nothing about it, and writes nothing", async () => {
  const answers: Answers = { tagNames: () => away };

  expect(await grown({ signal: filesOf(1) }, answers)).toMatchObject({ said: [], parts: [], keys: [], events: [] });
});

test.each<readonly [string, Files]>([
  ["good", { good: ["a", "b", "c d"], lost: [] }],
  ["lost", { good: ["a", "b"], lost: ["c d"] }],
])("A file whose name no command may hold is told, where it is %s", async (_, files) => {
  const { said, keys } = await grown({ signal: files });

  expect(said).toEqual(["Files of raw:signal whose names are no letters, digits, dots, _ and - are in no run."]);
  expect(keys).toEqual([keyOf(0, 1)]);
});

test("A pass makes twenty runs of one production, and a hundred of all", async () => {
  expect((await grown({ signal: filesOf(42) })).keys).toHaveLength(20);
  const six = ["a", "b", "c", "d", "e", "f"].map((name) => [name, filesOf(42)] as const);
  expect((await grown(Object.fromEntries(six))).keys).toHaveLength(100);
});

test("A dataset with more files than a pass reads is reported with its number", async () => {
  const answers = (files: number): Answers => ({
    collections: (_, [dataset = ""]) => new Map([[dataset, collectionOf(dataset, files)]]),
  });

  expect((await grown({ signal: filesOf(2) }, answers(100_001))).said).toEqual([
    "raw:signal has 100001 files, and runs are made of at most 100000: divide it.",
  ]);
  expect((await grown({ signal: filesOf(2) }, answers(100_000))).said).toEqual([]);
});

test("A folder or a list of files that cannot be looked up holds up no other that grows", async () => {
  const data = { signal: filesOf(2), pileup: filesOf(2) };
  const answers = (kind: "collections" | "replicas"): Answers => ({
    [kind]: (_: unknown, about: readonly string[] | { readonly did: { readonly name: string } }) => {
      const name = "did" in about ? `raw:${about.did.name}` : (about[0] ?? "");
      if (name === "raw:signal") return away;
      return kind === "collections" ? new Map([[name, collectionOf(name, 2)]]) : { at: [], lost: 0, files: filesOf(2) };
    },
  });

  for (const kind of ["collections", "replicas"] as const)
    expect(await grown(data, answers(kind))).toMatchObject({
      said: ["New files for productions/signal were not looked up: Rucio is away. Wait."],
      keys: [keyOf(1, 1)],
    });
});

test("Runs of new files that cannot be entered wait for the next pass", async () => {
  expect(await grown({ signal: filesOf(2) }, { tagNames: () => away })).toMatchObject({
    said: ["run waits: New files wait: Rucio is away"],
    ...{ parts: [], keys: [], events: [] },
  });
});

test("A pass looks up two hundred of many folders that grow, from where chance begins", async () => {
  const names = Array.from({ length: 201 }, (_, n) => `n${n}`);
  const { looked } = await grown(Object.fromEntries(names.map((name) => [name, filesOf(0)])), {}, 201 + 3);

  expect(looked).toEqual([...names.slice(3), ...names.slice(0, 2)]);
});
