import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import { type Intent, submissionKey } from "../../../action/core/ledger/event.ts";
import { intendedRow } from "../../../action/core/validate/split-runs.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import type { OpenCatalogue } from "../../../action/flows/validation/look-at-data.ts";
import { aRucio } from "../../adapters/rucio/a-rucio.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, conventions, file, tag, written } from "./a-world.ts";
import { troublesAt, troublesOf } from "./rucio-troubles.ts";

const growing = (changes: object = {}): string =>
  written({
    runs: { from: "raw", files: 4 },
    inputs: { raw: { dataset: "raw:stream" } },
    steps: { read: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 2 }], walltime: 1 }) },
    ...changes,
  });

/** A world whose conventions let 100 jobs a day begin by themselves, with a request of which each four files are a run. */
const aGrowingWorld = async ({ perDay = 100, request = growing(), more = {} } = {}) => {
  const place = await aRucio();
  const trouble = troublesOf(place.rucio);
  const rules = `${conventions}\nrucio: { server: "${place.rucio.url}", account: keeper, login: userpass, scopes: [raw], startsPerDay: ${perDay} }\ndatasets: { pattern: "." }\n`;
  const world = aWorld({ "productions/conventions.yaml": rules, [file]: request, ...more });
  const open: OpenCatalogue = () => rucioRest(place.settings, trouble.limits);
  const pass = (change: Partial<ReconcilePorts> = {}, as = {}) => world.run({ catalogue: open, ...change }, as);
  const run = (number: number) => submissionKey(tag, "1.0.0", number);
  return { ...place, trouble, world, open, pass, run };
};

const runsOf = async ({ world, run }: Awaited<ReturnType<typeof aGrowingWorld>>, most = 6) => {
  const states = await Promise.all(Array.from({ length: most }, (_, index) => world.state(run(index + 1))));
  return states.flatMap((state) => ("intent" in state ? [{ kind: state.kind, files: filesOf(state.intent) }] : []));
};

const filesOf = ({ content }: Intent): readonly string[] =>
  (intendedRow(content)?.files ?? []).map((name) => name.replace(/^stream\.0*(\d+)\.root$/, "$1"));

test("Each four new files of a dataset become a run that is submitted once, and the rest when the dataset is closed", async () => {
  const place = await aGrowingWorld();
  const { world, filler, pass } = place;
  await filler.dataset("raw:stream", 3, { open: true });
  await pass();
  expect(world.panda.calls.submit).toEqual([]);

  await filler.grow("raw:stream", 3, 2);
  await pass();
  expect(await runsOf(place)).toEqual([{ kind: "submitted", files: ["0", "1", "2", "3"] }]);
  const own = [0, 1, 2, 3].map((number) => `^stream.00000${number}.root$`).join();
  expect(gunzipSync(world.panda.calls.submit[0]?.archive ?? new Uint8Array()).toString("latin1")).toContain(own);

  await filler.grow("raw:stream", 5, 1);
  await filler.close("raw:stream");
  await pass();
  await pass();
  const written = world.branch.commits.size;
  await pass();
  expect(world.branch.commits.size).toBe(written);
  expect(world.panda.calls.submit).toHaveLength(2);
  expect((await runsOf(place)).map(({ files }) => files)).toEqual([
    ["0", "1", "2", "3"],
    ["4", "5"],
  ]);
});

test("A file that leaves the dataset or is lost between the look and the start holds its run back by name", async () => {
  const leaves = { dids: [{ scope: "raw", name: "stream.000001.root" }] };
  for (const [method, path, body, why] of [
    ["DELETE", "/dids/raw/stream/dids", leaves, "1 of 4 files of this run left raw:stream: stream.000001.root"],
    [
      "POST",
      "/replicas/bad/dids",
      { ...leaves, rse: "NEAR_DISK", reason: "lost" },
      "1 of 4 files of this run are lost, and no storage element has a good copy of them: stream.000001.root",
    ],
  ] as const) {
    const { world, filler, pass, run, open } = await aGrowingWorld();
    await filler.dataset("raw:stream", 4, { open: true });
    let looks = 0;
    const later: OpenCatalogue = (at) => {
      const catalogue = open(at);
      return {
        ...catalogue,
        collections: async (dids) => {
          looks += 1;
          if (looks === 2) await filler.call(method, path, body);
          return catalogue.collections(dids);
        },
      };
    };
    await pass({ catalogue: later });
    expect(await world.state(run(1))).toMatchObject({ kind: "blocked", reason: why });
    expect(world.panda.calls.submit).toEqual([]);
    await pass();
    expect(world.panda.calls.submit).toEqual([]);
  }
});

test.each(troublesAt([1, 4, 6]))(
  "A growing production has no file in two runs, none left out and each run submitted once where Rucio %s from question %i of a pass on",
  async (_, call, which) => {
    const place = await aGrowingWorld();
    const { world, filler, pass, open, trouble } = place;
    await filler.dataset("raw:stream", 8, { open: true });
    let calls = 0;
    const counted =
      <A, R>(ask: (asked: A) => Promise<R>) =>
      async (asked: A): Promise<R> => {
        calls += 1;
        if (calls === call) trouble.begin(which);
        return ask(asked);
      };
    const failing: OpenCatalogue = (at) => {
      const catalogue = open(at);
      return {
        ...catalogue,
        collections: counted(catalogue.collections),
        replicas: counted(catalogue.replicas),
      };
    };
    const { troubles } = await pass({ catalogue: failing });
    expect([...world.told, ...troubles.values()].join("\n")).toMatch(which.said);
    expect(calls).toBeGreaterThanOrEqual(call);
    trouble.end();
    for (let more = 0; more < 2; more++) await pass();
    expect((await runsOf(place)).map(({ files }) => files)).toEqual([
      ["0", "1", "2", "3"],
      ["4", "5", "6", "7"],
    ]);
    expect(world.panda.calls.submit).toHaveLength(2);
  },
);

test("Two passes at once make each run of a growing production once, and submit it once", async () => {
  const place = await aGrowingWorld();
  await place.filler.dataset("raw:stream", 9, { open: true });
  await Promise.allSettled([place.pass(), place.pass({}, { run: "run 2" })]);
  await place.pass();
  const runs = await runsOf(place);
  expect(runs.map(({ files }) => files)).toEqual([
    ["0", "1", "2", "3"],
    ["4", "5", "6", "7"],
  ]);
  expect(place.world.panda.calls.submit).toHaveLength(2);
});

test("A crash before or behind any write of a pass loses no file, and gives none to two runs", async () => {
  for (let crash = 0; ; crash++) {
    const place = await aGrowingWorld();
    const { world, filler, pass } = place;
    await filler.dataset("raw:stream", 8, { open: true });
    let [writes, hasCrashed] = [0, false];
    const append: typeof world.ledger.append = async (...args) => {
      const isNow = Math.floor(crash / 2) === writes++;
      if (isNow && crash % 2 === 0) throw await crashed();
      const appended = await world.ledger.append(...args);
      if (isNow) throw await crashed();
      return appended;
    };
    const crashed = async () => {
      hasCrashed = true;
      return new Error("the process was killed");
    };
    await pass({ ledger: { ...world.ledger, append } }).catch(() => undefined);
    if (!hasCrashed) break;
    for (let more = 0; more < 3; more++) await pass();
    expect((await runsOf(place)).map(({ files }) => files)).toEqual([
      ["0", "1", "2", "3"],
      ["4", "5", "6", "7"],
    ]);
    const names = world.panda.calls.submit.map((one) => JSON.stringify(one));
    expect(new Set(names).size).toBe(names.length);
  }
});

test("The ceiling of a day is asked again where a run begins, so that a simultaneous pass adds nothing to it", async () => {
  const place = await aGrowingWorld({ perDay: 2 });
  const { world, filler, pass } = place;
  await filler.dataset("raw:stream", 8, { open: true });
  await Promise.allSettled([pass(), pass({}, { run: "run 2" })]);
  await pass();
  expect(world.panda.calls.submit).toHaveLength(1);
});

test("A file whose name prun's expressions would read otherwise is in no run, and the pass says so", async () => {
  const { world, filler, pass, rucio } = await aGrowingWorld();
  await filler.dataset("raw:stream", 4, { open: true });
  const name = "stream.*,x|.root";
  const dids = [{ scope: "raw", name, bytes: 1, adler32: "0cc737eb", meta: { guid: "0".repeat(32), events: 1 } }];
  await filler.call("POST", "/dids/raw/stream/dids", { dids, rse: "NEAR_DISK" }).catch(() => undefined);
  await pass();
  const isThere = JSON.stringify([...rucio.state.dids.keys()]).includes("x|");
  expect(world.told.join().includes("are in no run")).toBe(isThere);
  expect(world.panda.calls.submit).toHaveLength(1);
});
