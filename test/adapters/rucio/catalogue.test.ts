import { expect, test } from "vitest";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import { didOf, didText, isDid } from "../../../action/core/catalogue/data-seen.ts";
import { Failure, Outage, orFailure } from "../../../action/core/problems/failure.ts";
import { addStorage } from "../../../scripts/sandbox/rucio/fill.ts";
import type { RucioFault } from "../../../scripts/sandbox/rucio/start.ts";
import { aRucio, quickLimits } from "./a-rucio.ts";

test.each([
  ["raw:run.1", "raw:run.1"],
  ["user.me.set.v1", "user.me:user.me.set.v1"],
  ["group.phys.hepmc.v3/", "group.phys:group.phys.hepmc.v3"],
  ["mc23.x.y", "mc23:mc23.x.y"],
  ["epic:/EVGEN/DIS/NC/10x100", "epic:/EVGEN/DIS/NC/10x100"],
])("The dataset %s of a request is %s in Rucio, as JEDI reads it", (written, did) => {
  expect(didText(didOf(written))).toBe(did);
});

test.each(["raw:a b", ":name", "raw:", `raw:${"x".repeat(251)}`, "raw:it's"])(
  "A name that Rucio's schema refuses is asked nowhere: %s",
  async (name) => {
    const { catalogue, rucio, filler } = await aRucio();
    await filler.dataset("raw:run.1", 1);
    rucio.clearCalls();
    expect(isDid(didOf(name))).toBe(false);
    const found = await catalogue.collections([didOf(name), didOf("raw:run.1")]);
    expect([...found.keys()]).toEqual(["raw:run.1"]);
    expect(rucio.calls()).toEqual({ login: 1, bulkmeta: 1 });
  },
);

test("A closed dataset has its files, bytes and events, and an unknown one is absent only because Rucio says so", async () => {
  const { catalogue, filler, rucio } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  rucio.clearCalls();
  const found = await catalogue.collections([didOf("raw:run.1"), didOf("raw:run.9")]);
  expect([...found.keys()]).toEqual(["raw:run.1"]);
  expect(found.get("raw:run.1")).toMatchObject({ kind: "dataset", open: false, files: 5, bytes: 5000, events: 50 });
  expect(rucio.calls()).toEqual({ login: 1, bulkmeta: 1, did: 1 });
});

test("A container that holds a dataset twice, through another container, counts it once", async () => {
  const { catalogue, filler } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  await filler.dataset("raw:run.2", 3);
  await filler.container("raw:some", ["raw:run.1"]);
  await filler.container("raw:others", ["raw:run.1", "raw:run.2"]);
  await filler.container("raw:all", ["raw:some", "raw:others"]);
  const found = (await catalogue.collections([didOf("raw:all/")])).get("raw:all");
  expect(found).toMatchObject({ kind: "container", files: 8, events: 80 });
  expect(found?.datasets.map(didText).toSorted()).toEqual(["raw:run.1", "raw:run.2"]);
});

test("A file of which the only copy was declared bad is lost, although Rucio's own counts still have it", async () => {
  const { catalogue, filler, keeper, rucio } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  const wish = { did: didOf("raw:run.1"), account: "keeper", where: "NEAR_DISK", copies: 1, comment: "shrek" };
  await keeper.keep({ ...wish, seconds: undefined });
  rucio.count();
  const dids = [{ scope: "raw", name: "run.1.000002.root" }];
  await filler.call("POST", "/replicas/bad/dids", { dids, rse: "NEAR_DISK", reason: "lost" });
  const found = await catalogue.collections([didOf("raw:run.1")]);
  const replicas = await catalogue.replicas([...found.values()]);
  expect(replicas.get("raw:run.1")).toMatchObject({
    at: [{ storage: "NEAR_DISK", files: 4 }],
    lost: 1,
    files: { lost: ["run.1.000002.root"] },
  });
});

test("Files at a storage element that cannot be read for now are not lost, and a copy there that was declared bad is", async () => {
  const { catalogue, filler } = await aRucio();
  await addStorage(filler, "SHUT_DISK", "unreadable");
  await filler.dataset("raw:run.1", 3, { at: "SHUT_DISK" });
  const look = async () =>
    (await catalogue.replicas([...(await catalogue.collections([didOf("raw:run.1")])).values()])).get("raw:run.1");
  expect(await look()).toMatchObject({ at: [{ storage: "SHUT_DISK", files: 3 }], lost: 0 });
  const dids = [{ scope: "raw", name: "run.1.000002.root" }];
  await filler.call("POST", "/replicas/bad/dids", { dids, rse: "SHUT_DISK", reason: "lost" });
  expect(await look()).toMatchObject({ at: [{ storage: "SHUT_DISK", files: 2 }], lost: 1 });
});

test("A dataset that gets files while it is looked up is whole, and a list that was cut is an outage", async () => {
  const { catalogue, filler, rucio } = await aRucio();
  await filler.dataset("raw:run.1", 5, { open: true });
  const seen = [...(await catalogue.collections([didOf("raw:run.1")])).values()];
  await filler.grow("raw:run.1", 5, 2);
  const look = async () => (await catalogue.replicas(seen)).get("raw:run.1");
  expect((await look())?.files?.good).toHaveLength(7);
  // Between both counts it may have as many; not fewer than before.
  rucio.fault({ fault: "cut-list", at: "replicas" });
  expect((await look())?.files?.good).toHaveLength(6);
  rucio.fault({ fault: "cut-list", at: "replicas" });
  const now = [...(await catalogue.collections([didOf("raw:run.1")])).values()];
  expect(String(await orFailure(() => catalogue.replicas(now)))).toContain("counts 7 files in raw:run.1, but lists 6");
});

test("A file that leaves a dataset while it is looked up is in no list of it", async () => {
  const { catalogue, filler } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  const seen = [...(await catalogue.collections([didOf("raw:run.1")])).values()];
  await filler.call("DELETE", "/dids/raw/run.1/dids", { dids: [{ scope: "raw", name: "run.1.000000.root" }] });
  expect((await catalogue.replicas(seen)).get("raw:run.1")?.files?.good).toHaveLength(4);
});

const faults: readonly (readonly [fault: RucioFault["fault"], at: string, error: typeof Failure, words: RegExp])[] = [
  ["no-answer-before-effect", "bulkmeta", Outage, /Rucio cannot be reached to look up data/],
  ["time-out", "bulkmeta", Outage, /no answer in time/],
  ["500", "bulkmeta", Outage, /in trouble/],
  ["too-many", "bulkmeta", Outage, /in trouble/],
  ["html", "bulkmeta", Failure, /is not Rucio's/],
  ["strange-rows", "bulkmeta", Failure, /has no good scope/],
  ["cut-line", "bulkmeta", Outage, /broke off/],
  ["cut-list", "bulkmeta", Outage, /left it out of its list/],
  ["cut-list", "content", Outage, /counts 8 files in raw:all, but lists 5/],
  ["500", "login", Outage, /failed to log in/],
  ["html", "login", Failure, /is not Rucio's/],
  ["html", "did", Failure, /is not Rucio's/],
];

test.each(faults)("With the fault %s at %s nothing is 'not there': the look fails", async (fault, at, error, words) => {
  const { filler, rucio, settings } = await aRucio();
  const catalogue = rucioRest(settings, { ...quickLimits, read: fault === "time-out" ? 50 : 2000 });
  await filler.dataset("raw:run.1", 5);
  await filler.dataset("raw:run.2", 3);
  await filler.container("raw:all", ["raw:run.1", "raw:run.2"]);
  rucio.fault({ fault, at, times: 9 });
  const seen = await orFailure(() => catalogue.collections(["raw:run.1", "raw:run.2", "raw:all"].map(didOf)));
  expect(seen).toBeInstanceOf(error);
  expect(String(seen)).toMatch(words);
  expect(seen instanceof Outage).toBe(error === Outage);
  rucio.mend();
  expect((await catalogue.collections([didOf("raw:all")])).size).toBe(1);
});

test("A question to Rucio is repeated while its error may go away, and a login that ended is renewed once", async () => {
  const { catalogue, filler, rucio } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  rucio.fault({ fault: "500", at: "bulkmeta", times: 2 });
  expect((await catalogue.collections([didOf("raw:run.1")])).size).toBe(1);
  rucio.clearCalls();
  rucio.state.tokens.clear();
  expect((await catalogue.collections([didOf("raw:run.1")])).size).toBe(1);
  expect(rucio.calls()).toEqual({ bulkmeta: 2, login: 1 });
});

test("A wrong login is a failure without the password, and no outage", async () => {
  const { settings } = await aRucio();
  const way = { kind: "userpass", user: "keeper", password: "a-wrong-password" } as const;
  const seen = await orFailure(() => rucioRest({ ...settings, way }, quickLimits).account());
  expect(seen).toBeInstanceOf(Failure);
  expect(seen).not.toBeInstanceOf(Outage);
  expect(JSON.stringify(seen)).not.toContain("a-wrong-password");
});

test.each([
  [1, 1, 1],
  [200, 1, 1],
  [10_000, 20, 20],
])(
  "A look at %i closed datasets asks Rucio %i times what they are, and %i times at most where they are",
  async (count, meta, where) => {
    const { catalogue, rucio } = await aRucio();
    for (let run = 0; run < count; run++) {
      const did = {
        scope: "raw",
        name: `run.${run}`,
        kind: "DATASET",
        account: "root",
        open: false,
        length: 5,
      } as const;
      const rest = { bytes: 5000, events: 50, adler32: null, md5: null, guid: null, closed: null, expires: null };
      rucio.state.dids.set(`raw:run.${run}`, { ...did, ...rest, monotonic: false, meta: {}, children: new Set() });
    }
    const dids = Array.from({ length: count }, (_, run) => didOf(`raw:run.${run}`));
    const found = await catalogue.collections(dids);
    expect(found.size).toBe(count);
    expect(rucio.calls()).toEqual({ login: 1, bulkmeta: meta });
    rucio.clearCalls();
    // Datasets without files that are said to have some: Rucio counts again.
    await orFailure(() => catalogue.replicas([...found.values()]));
    expect(rucio.calls()["datasets_bulk"] ?? 0).toBeLessThanOrEqual(where);
    expect(rucio.calls()["replicas"] ?? 0).toBeLessThanOrEqual(200);
  },
);

test("An order to Rucio is one call, and what may have acted is no refusal", async () => {
  const { filler, keeper, rucio } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  const wish = { did: didOf("raw:run.1"), account: "keeper", where: "NEAR_DISK", copies: 1, comment: "shrek" };
  rucio.fault({ fault: "no-answer-after-effect", at: "add-rule" });
  rucio.clearCalls();
  expect(await keeper.keep({ ...wish, seconds: 3600 })).toMatchObject({ kind: "unanswered", arrived: "maybe" });
  expect(rucio.calls()["add-rule"]).toBe(1);
  expect(await keeper.keep({ ...wish, seconds: 3600 })).toMatchObject({ kind: "refused", why: "DuplicateRule" });
});
