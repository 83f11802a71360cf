import { expect, test } from "vitest";
import { ruleComment } from "../../../action/core/ledger/names.ts";
import { wouldLine } from "../../../action/core/view/status/would.ts";
import type { RucioFault } from "../../../scripts/sandbox/rucio/start.ts";
import { aKeptOne, aKeptWorld, keptRequest } from "./a-kept-world.ts";
import { file, key } from "./a-world.ts";
import { spreadOver } from "./rucio-troubles.ts";

const inYears = (years: number): string => `${2026 + years}-03-01`;
const troubleOf = ({ troubles }: { readonly troubles: ReadonlyMap<string, string> }): string => troubles.get(key) ?? "";

test("A success gets a rule for each output, as long as the conventions say, and a quiet pass asks Rucio nothing", async () => {
  const { world, pass, end, register, ruleRows, rucio } = await aKeptWorld();
  end();
  await register();
  const done = await pass();
  expect(troubleOf(done)).toBe("");
  expect(done.submissions).toMatchObject([
    { key, state: { kind: "done", past: { kept: { until: "2027-03-01T10:00:00.000Z" } } } },
  ]);
  expect(ruleRows()).toMatchObject([
    { account: "root", expression: "NEAR_DISK", copies: 1, expires: inYears(1) },
    { account: "root", expression: "NEAR_DISK", copies: 1, expires: inYears(1) },
  ]);
  expect(new Set(ruleRows().map(({ comment }) => comment)).size).toBe(1);
  const head = (await world.ledger.head()).commit;
  expect(await world.state()).toMatchObject({ kind: "done", past: { kept: { until: "2027-03-01T10:00:00.000Z" } } });
  rucio.clearCalls();
  await pass();
  expect((await world.ledger.head()).commit).toBe(head);
  expect(rucio.calls()).toEqual({});
});

test("A machine whose clock is days behind keeps data no shorter than the conventions say", async () => {
  const { world, ports, end, register, ruleRows } = await aKeptWorld({ keep: "at: NEAR_DISK, for: 5d, most: 5y" });
  end();
  await register();
  await world.run({ ...ports, clock: { ...world.ports.clock, now: () => new Date("2026-02-20T10:00:00Z") } });

  expect(ruleRows().map(({ expires }) => expires)).toEqual(["2026-03-06", "2026-03-06"]);
});

test("Data that Rucio does not know yet are waited for, and what is there has its rule already", async () => {
  const { world, pass, end, register, filler, ruleRows } = await aKeptWorld();
  end();
  expect(troubleOf(await pass())).toContain("Rucio does not know group.sphenix:");
  const [first] = world.panda.tasks;
  await filler.dataset(`group.sphenix:${first?.name}_hits.tar`, 10);
  expect(troubleOf(await pass())).toContain("_all.tar yet, so no rule keeps it.");
  expect(ruleRows()).toHaveLength(1);
  await register().catch(() => undefined);
  const [, second] = world.panda.tasks;
  await filler.dataset(`group.sphenix:${second?.name}_all.tar`, 10);
  expect(troubleOf(await pass())).toBe("");
  expect(ruleRows()).toHaveLength(2);
});

test("A longer time in the request of main lengthens the rules without a new version, and a shorter one shortens nothing", async () => {
  const { world, pass, ruleRows } = await aKeptOne();
  world.main.commit({ [file]: keptRequest({ keep: "3y", owner: "@grace" }) });
  expect(troubleOf(await pass())).toBe("");
  expect(ruleRows().map(({ expires }) => expires)).toEqual([inYears(3), inYears(3)]);
  expect(await world.kind()).toBe("done");
  world.main.commit({ [file]: keptRequest({ keep: "30d" }) });
  await pass();
  expect(ruleRows().map(({ expires }) => expires)).toEqual([inYears(3), inYears(3)]);
  expect(world.panda.calls.submit).toHaveLength(1);
});

const faults: readonly RucioFault["fault"][] = ["no-answer-before-effect", "no-answer-after-effect", "html"];
test.each([
  ...faults.map((fault) => [fault, "add-rule"] as const),
  ...spreadOver(faults, ["did-rules", "bulkmeta", "login"]),
])("With the fault %s at %s no second rule is made, and all stand in the end", async (fault, at) => {
  const { world, pass, end, register, ruleRows, rucio } = await aKeptWorld();
  end();
  await register();
  rucio.fault({ fault, at, times: 3 });
  for (let count = 0; count < 5; count++) await pass();
  rucio.mend();
  expect(troubleOf(await pass())).toBe("");
  expect(ruleRows().map(({ expires }) => expires)).toEqual([inYears(1), inYears(1)]);
  expect(await world.state()).toMatchObject({ past: { kept: { until: "2027-03-01T10:00:00.000Z" } } });
});

test("An answer to a longer time that was lost is read in Rucio by the next pass", async () => {
  const { world, pass, ruleRows, rucio } = await aKeptOne();
  world.main.commit({ [file]: keptRequest({ keep: "2y" }) });
  rucio.fault({ fault: "no-answer-after-effect", at: "update-rule" });
  expect(troubleOf(await pass())).toContain("Rucio did not say whether it will keep group.sphenix:");
  rucio.clearCalls();
  expect(troubleOf(await pass())).toBe("");
  expect(rucio.calls()["update-rule"]).toBe(1);
  expect(ruleRows().map(({ expires }) => expires)).toEqual([inYears(2), inYears(2)]);
});

test("An account without rights makes rules for itself, and is told plainly that it can lengthen none", async () => {
  const { world, pass, ruleRows } = await aKeptOne({ account: "keeper" });
  expect(ruleRows()).toMatchObject([{ account: "keeper" }, { account: "keeper" }]);
  world.main.commit({ [file]: keptRequest({ keep: "2y" }) });
  expect(troubleOf(await pass())).toContain("Rucio refuses to keep group.sphenix:");
  expect(troubleOf(await pass())).toContain("attribute `admin`");
  expect(ruleRows().map(({ expires }) => expires)).toEqual([inYears(1), inYears(1)]);
});

test("A rule of a person for the same place is left alone, and said where it ends earlier", async () => {
  const { world, pass, end, register, ruleRows, filler } = await aKeptWorld();
  end();
  await register();
  const dids = world.panda.tasks.slice(0, 1).map(({ name }) => ({ scope: "group.sphenix", name: `${name}_hits.tar` }));
  const body = { dids, account: "root", copies: 1, rse_expression: "NEAR_DISK", lifetime: 7200, comment: "mine" };
  await filler.call("POST", "/rules/", body);
  expect(troubleOf(await pass())).toContain("and is not SHREK's");
  expect(ruleRows()[0]).toMatchObject({
    comment: "mine",
    expires: "2026-03-01",
  });
});

test("A pass without a login to Rucio makes no rule that keeps data, and says so", async () => {
  const { world, end } = await aKeptWorld();
  end();
  const done = await world.run();
  expect(troubleOf(done)).toContain("this pass has no login to it");
  expect(await world.kind()).toBe("done");
});

test("A dry run makes no rule, and names what the pass behind it keeps, how long, and what nobody can keep yet", async () => {
  const { world, ports, end, pass, register, ruleRows } = await aKeptWorld();
  const foreseen = async () => {
    const done = await world.run(ports, { dryRun: true });
    return [done.would.flatMap((one) => (one.does === "keep" ? [wouldLine(one)] : [])), troubleOf(done)];
  };
  end();
  expect(await foreseen()).toEqual([[], expect.stringContaining("Rucio does not know")]);
  await register();
  const said = await foreseen();
  expect(ruleRows()).toEqual([]);

  await pass();

  const dids = ruleRows().map(({ name }) => `group.sphenix:${name}`);
  expect(said).toEqual([[`${key}: keep ${dids.join(", ")} until ${inYears(1)}`], ""]);
  expect(await foreseen()).toEqual([[], ""]);
  world.main.commit({ [file]: keptRequest({ keep: "3y" }) });
  expect(await foreseen()).toEqual([[`${key}: keep ${dids.join(", ")} until ${inYears(3)}`], ""]);
});

test("Two passes at one time make one rule in Rucio for each output", async () => {
  const { world, pass, end, register, ruleRows } = await aKeptWorld();
  end();
  await register();
  await Promise.all([pass(), pass()]);
  await pass();
  expect(ruleRows()).toHaveLength(2);
  expect(await world.state()).toMatchObject({ past: { kept: { until: "2027-03-01T10:00:00.000Z" } } });
});

test.each([
  ["longer, elsewhere and of another account", { account: "keeper", rse_expression: "FAR_DISK", lifetime: null }],
  ["shorter, there and of another account", { account: "keeper", rse_expression: "NEAR_DISK", lifetime: 7200 }],
  ["longer, elsewhere and of the same account", { account: "root", rse_expression: "FAR_DISK", lifetime: null }],
])(
  "A rule that somebody made with the comment of SHREK, %s, keeps nothing for it and stays as it is",
  async (_, change) => {
    const { world, pass, end, register, ruleRows, rucio, filler } = await aKeptWorld();
    end();
    await register();
    const { intent } = (await world.state()) as { intent: Parameters<typeof ruleComment>[0] };
    const dids = world.panda.tasks
      .slice(0, 1)
      .map(({ name }) => ({ scope: "group.sphenix", name: `${name}_hits.tar` }));
    await filler.call("POST", "/rules/", { dids, copies: 1, comment: ruleComment(intent), ...change });
    const [hers] = ruleRows();

    expect(troubleOf(await pass())).toBe("");

    expect(ruleRows()[0]).toEqual(hers);
    const own = { account: "root", expression: "NEAR_DISK", expires: inYears(1) };
    expect(ruleRows().slice(1)).toMatchObject([own, own]);
    const ids = [...rucio.state.rules.keys()].slice(1);
    expect(await world.state()).toMatchObject({ past: { kept: { rules: ids } } });
  },
);
