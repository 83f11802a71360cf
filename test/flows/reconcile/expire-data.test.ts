import { expect, test } from "vitest";
import { didOf } from "../../../action/core/catalogue/data-seen.ts";
import type { GivenCommand } from "../../../action/core/ledger/event.ts";
import { expiryId } from "../../../action/core/pass/commands/may-expire.ts";
import { wouldLine } from "../../../action/core/view/status/would.ts";
import { recordCommand } from "../../../action/flows/commands/record-command.ts";
import { linesOf, untrueIn } from "../../../scripts/prove/true-dry-run.ts";
import type { RucioFault } from "../../../scripts/sandbox/rucio/start.ts";
import { nowAt } from "../../../scripts/sandbox/rucio/state.ts";
import { aKeptOne, keptRequest } from "./a-kept-world.ts";
import { file, key } from "./a-world.ts";
import { spreadOver } from "./rucio-troubles.ts";

const troubleOf = ({ troubles }: { readonly troubles: ReadonlyMap<string, string> }): string => troubles.get(key) ?? "";

/** For so long Rucio lets a rule stand that was ended. */
const hour = 3_600_000;

const aNamedOne = async (change: Parameters<typeof aKeptOne>[0] = {}) => {
  const kept = await aKeptOne(change);
  const { world, catalogue } = kept;
  const state = await world.state();
  const dids = "past" in state ? (state.past.kept?.dids ?? []) : [];
  const known = [...(await catalogue.collections(dids.map(didOf))).values()];
  const ids = known.map(expiryId);
  const expire = (named: readonly string[], more: Partial<GivenCommand> = {}) =>
    recordCommand(
      { ledger: world.ledger, clock: world.clock.port },
      { verb: "expire", by: "bob", id: "1", reason: "", dids: named.join(), ...more },
      [key],
    );
  const ended = () =>
    [...kept.rucio.state.rules.values()].filter(
      ({ expires }) => expires !== null && expires.getTime() <= nowAt(kept.rucio.state).getTime() + hour,
    ).length;
  const notes = async (): Promise<string> => JSON.stringify((await world.state()) as object);
  return { ...kept, ids, expire, ended, notes };
};

test("A command that names the data ends their rules, is kept on the ledger, and no rule is made for them again", async () => {
  const { world, pass, ids, expire, ended, rucio } = await aNamedOne();
  expect((await expire(ids.slice(0, 1))).refusals).toEqual([]);
  expect(troubleOf(await pass())).toBe("");
  expect(ended()).toBe(1);
  expect(await world.state()).toMatchObject({ kind: "done", past: { expired: [expect.anything()], expiring: [] } });
  rucio.clearCalls();
  await pass();
  expect(rucio.calls()).toEqual({});
  world.main.commit({ [file]: keptRequest({ keep: "3y" }) });
  expect(troubleOf(await pass())).toBe("");
  expect(ended()).toBe(1);
  expect(rucio.state.rules.size).toBe(2);
});

test("A dry run ends nothing, and names what the pass behind it ends, or why it does not", async () => {
  const { world, ports, pass, ids, expire, ended, rucio } = await aNamedOne();
  const foreseen = async () => {
    const before = await linesOf(world.ledger);
    const { would } = await world.run(ports, { dryRun: true });
    expect([await linesOf(world.ledger), rucio.calls()["delete-rule"] ?? 0]).toEqual([before, ended()]);
    await pass();
    expect(untrueIn(would, [before, await linesOf(world.ledger)], { ordered: undefined, told: undefined })).toEqual([]);
    return would.map(wouldLine);
  };
  await expire(ids.slice(0, 1));
  const [first = ""] = await foreseen();
  expect(first).toMatch(new RegExp(`^${key}: end the rules of group\\.sphenix:\\S+$`));
  expect(ended()).toBe(1);
  await expire(["0123456789ab"], { id: "2" });
  expect(await foreseen()).toEqual([
    expect.stringContaining(`${key}: command-rejected, expire by bob is not obeyed: 0123456789ab is none of its data`),
  ]);
});

test("Without a command no pass shortens a rule, whatever main says", async () => {
  const { world, pass, ended, rucio } = await aNamedOne();
  const before = [...rucio.state.rules.values()].map(({ expires }) => expires);
  world.main.commit({ [file]: keptRequest({ keep: "1d" }) });
  await pass();
  world.main.commit({ [file]: undefined });
  for (let count = 0; count < 3; count++) await pass();
  expect(ended()).toBe(0);
  expect([...rucio.state.rules.values()].map(({ expires }) => expires)).toEqual(before);
  expect(rucio.calls()["delete-rule"] ?? 0).toBe(0);
});

const faults: readonly RucioFault["fault"][] = ["no-answer-before-effect", "no-answer-after-effect", "html"];
test.each([
  ...faults.map((fault) => [fault, "delete-rule"] as const),
  ...spreadOver(faults, ["did-rules", "bulkmeta", "login"]),
  ["cut-list", "did-rules"],
] as const)(
  "With the fault %s at %s nothing ends but what was named, and all of that in the end",
  async (fault, at) => {
    const { world, pass, ids, expire, ended, rucio } = await aNamedOne();
    await expire(ids.slice(0, 1));
    rucio.fault({ fault, at, times: 9 });
    for (let count = 0; count < 2; count++) {
      await pass();
      expect(ended()).toBeLessThanOrEqual(1);
    }
    rucio.mend();
    expect(troubleOf(await pass())).toBe("");
    expect(ended()).toBe(1);
    expect(await world.state()).toMatchObject({ past: { expiring: [], expired: [expect.anything()] } });
  },
);

test("An account that may not change rules ends none, and is told what it lacks", async () => {
  const { pass, ids, expire, ended } = await aNamedOne({ account: "keeper" });
  await expire(ids);
  expect(troubleOf(await pass())).toMatch(/Rucio refuses to end the rule of .*attribute `admin`/);
  expect(ended()).toBe(0);
});

test("An account that Rucio's administrators gave the attribute `admin` ends what was named", async () => {
  const { pass, ids, expire, ended } = await aNamedOne({ account: "keeper", isAdmin: true });
  await expire(ids);
  expect(troubleOf(await pass())).toBe("");
  expect(ended()).toBe(2);
});

test("A rule that Rucio has locked ends nothing of its command, which says who unlocks it, and given again it ends all", async () => {
  const { world, pass, ids, expire, ended, notes, rucio } = await aNamedOne({ keep: "at: NEAR_TAPE, for: forever" });
  await expire(ids);
  expect(troubleOf(await pass())).toBe("");
  expect(await notes()).toMatch(/rule \w{32} of group[.]sphenix:\S+ is locked in Rucio/);
  expect(await world.state()).toMatchObject({ past: { expiring: [], ending: [], expired: [] } });
  expect(rucio.calls()["delete-rule"] ?? 0).toBe(0);
  for (const rule of rucio.state.rules.values()) rule.locked = false;
  await expire(ids, { id: "2" });
  expect(troubleOf(await pass())).toBe("");
  expect(ended()).toBe(2);
});

test("A rule that is locked when its end was promised is told plainly, and ends when it is unlocked", async () => {
  const admin = { account: "keeper", isAdmin: true };
  const { world, pass, ids, expire, ended, rucio, ports, keeper } = await aNamedOne(admin);
  await expire(ids.slice(0, 1));
  const lock = (is: boolean): void => {
    for (const rule of rucio.state.rules.values()) rule.locked = is;
  };
  const locking = { ...keeper, end: (id: string) => (lock(true), keeper.end(id)) };
  const trouble = troubleOf(await world.run({ ...ports, keeper: () => locking }));
  expect(trouble).toMatch(/Rucio refuses to end the rule of \S+ The replication rule is locked.*unlock the rule/);
  lock(false);
  expect(troubleOf(await pass())).toBe("");
  expect(ended()).toBe(1);
});

test("Three commands that name the same data end each rule once, also where Rucio has deleted the rules since", async () => {
  const { world, pass, ids, expire, ended, rucio } = await aNamedOne();
  await expire(ids);
  await expire(ids, { id: "2" });
  expect(troubleOf(await pass())).toBe("");
  expect(ended()).toBe(2);
  rucio.state.rules.clear();
  await expire(ids, { id: "3" });
  expect(troubleOf(await pass())).toBe("");
  expect(rucio.calls()["delete-rule"]).toBe(2);
  expect(await world.state()).toMatchObject({ past: { expiring: [] } });
});

test.each([
  ["another account", { account: "keeper", copies: 1 }],
  ["the account of the conventions", { account: "root", copies: 2 }],
])("A command ends no rule that somebody made by %s with the comment of SHREK", async (_, change) => {
  const { pass, ids, expire, ended, rucio, filler, ruleRows } = await aNamedOne();
  const [{ name, comment } = { name: "", comment: "" }] = ruleRows();
  const body = { dids: [{ scope: "group.sphenix", name }], rse_expression: "NEAR_DISK", lifetime: null, comment };
  await filler.call("POST", "/rules/", { ...body, rse_expression: "NEAR_DISK|FAR_DISK", ...change });
  expect(rucio.state.rules.size).toBe(3);
  await expire(ids);

  expect(troubleOf(await pass())).toBe("");

  expect([ended(), ruleRows()[2]]).toEqual([2, expect.objectContaining({ expires: undefined })]);
});
