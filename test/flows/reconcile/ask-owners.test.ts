import { expect, test } from "vitest";
import { unlimited } from "../../../action/core/pass/left.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import { fakeOwners } from "../../fakes/fake-owners.ts";
import { aKeptOne } from "./a-kept-world.ts";
import { placesOf } from "./a-reported-world.ts";

const page = "https://github.com/sphenix/productions";

/** Data that rules keep for 60 days from 2026-03-01, and reports of passes at days that the test names. */
const anAskedWorld = async () => {
  const kept = await aKeptOne({ keep: "at: NEAR_DISK, for: 60d, owner: '@sphenix/calo'" });
  const { world, ports } = kept;
  const owners = fakeOwners();
  const places = { ...placesOf(world), owners, catalogue: ports.catalogue };
  const done = await reconcile({ ...world.ports, ...ports }, world.setting);
  const passOn = (date: string, change: Partial<Parameters<typeof report>[0]> = {}) => {
    const clock = { ...world.clock.port, now: () => new Date(`${date}T10:00:00Z`) };
    return report({ ...places, clock, ...change }, page, done);
  };
  return { ...kept, owners, overview: places.overview, passOn };
};

test("Owners are asked in the month before the one in which their data expire, once, Rucio is not asked again, and its rules stay", async () => {
  const { owners, passOn, rucio, ruleRows } = await anAskedWorld();
  const rules = ruleRows();
  await passOn("2026-02-20");
  expect([...owners.issues]).toEqual([]);
  await passOn("2026-03-01");
  expect([...owners.issues.keys()]).toEqual(["2026-03"]);
  const text = owners.issues.get("2026-03") ?? "";
  expect(text).toContain("**2 datasets, 20 kB: may they go");
  expect(text.match(/@sphenix\/calo/g)).toHaveLength(1);
  expect(text.match(/2026-04-30/g)).toHaveLength(2);
  expect(text.match(/\/shrek expire \S+@1\.0\.0 dids=[0-9a-f]{12}`/g)).toHaveLength(2);
  rucio.clearCalls();
  await passOn("2026-03-02");
  expect(rucio.calls()).toEqual({});
  await passOn("2026-04-01");
  await passOn("2026-05-01");
  expect([...owners.issues.keys()]).toEqual(["2026-03", "2026-04"]);
  expect(ruleRows()).toEqual(rules);
});

test("A pass that ends between the issue and the overview makes no second issue", async () => {
  const { owners, overview, passOn } = await anAskedWorld();
  const dying = { ...overview, keep: () => Promise.reject(new Error("the runner was shut down")) };
  await expect(passOn("2026-03-01", { overview: dying })).rejects.toThrow("shut down");
  const first = owners.issues.get("2026-03");
  expect(first).toBeDefined();
  await passOn("2026-03-05");
  expect([...owners.issues]).toEqual([["2026-03", first]]);
});

test("With Rucio away nobody is asked yet, the pass says so, and the next one asks", async () => {
  const { owners, passOn, rucio } = await anAskedWorld();
  rucio.fault({ fault: "no-answer-before-effect", at: "*", times: 99 });
  const { troubles } = await passOn("2026-03-01");
  expect(troubles.join()).toContain("Rucio cannot be reached");
  expect(owners.issues.size).toBe(0);
  rucio.mend();
  expect((await passOn("2026-03-01")).troubles).toEqual([]);
  expect(owners.issues.size).toBe(1);
});

test("A pass asks owners only at its end, and only with a login to Rucio", async () => {
  const { owners, passOn } = await anAskedWorld();
  await passOn("2026-03-01", { owners: undefined });
  await passOn("2026-03-01", { catalogue: undefined });
  expect(owners.issues.size).toBe(0);
  await passOn("2026-03-01");
  expect(owners.issues.size).toBe(1);
});

test("A question to owners for which GitHub allows too few calls is asked by the next pass", async () => {
  const { owners, passOn } = await anAskedWorld();
  const withCalls = (calls: number) => ({
    allowance: { now: async () => ({ ...unlimited, calls, writes: 10 }) },
  });
  await passOn("2026-03-01", withCalls(6));
  expect([...owners.issues]).toEqual([]);
  await passOn("2026-03-02", withCalls(7));
  expect([...owners.issues.keys()]).toEqual(["2026-03"]);
});
