import { expect, test } from "vitest";
import { campaignCosts } from "../../../../action/core/pass/turns/campaign-use.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";
import { aSpending } from "./a-spending.ts";

const tag = "sP26a-hfcharm-signal";
const other = "sP26a-hfcharm-background";
const campaign = (productions: readonly string[], budget = {}) =>
  JSON.stringify({ campaign: 1, productions, ...budget });

/** One version ran, and a merge brings another one of forty core-hours. */
const aMerge = async (campaigns: Readonly<Record<string, string>>) => {
  const main = fakeMain();
  const mainHead = main.commit(campaigns);
  const { ledger, add, view } = aSpending();
  await add(tag);
  const before = await view();
  const after = await view(await add(tag, { kind: "intended", version: "2.0.0", coreHours: 40 }));
  const moment = { ...aMoment(mainHead), approvals: "assumed" as const };
  return (tags: readonly string[], paths: readonly string[] = []) =>
    askFakes({ main, ledger }, (reads) =>
      campaignCosts({ ...moment, ...reads }, { before, after: { ...after, head: before.head }, tags, paths }),
    );
};

test("A merge costs each campaign with a budget that names one of its tags what its submissions ask for, and what they did", async () => {
  const costs = await aMerge({
    "campaigns/all.yaml": campaign(["sP26a-*"], { coreHours: 500 }),
    "campaigns/one.yaml": campaign([tag], { coreHours: 100 }),
    "campaigns/another.yaml": campaign([other], { coreHours: 100 }),
    "campaigns/unlimited.yaml": campaign([tag]),
  });

  const used = { before: { coreHours: 10 }, after: { coreHours: 50 } };
  expect(await costs([tag, "elsewhere"])).toEqual([
    { name: "all", coreHours: 500, ...used, tags: [tag] },
    { name: "one", coreHours: 100, ...used, tags: [tag] },
  ]);
  expect((await costs([tag, other])).map(({ name, tags }) => [name, tags])).toEqual([
    ["all", [tag, other]],
    ["another", [other]],
    ["one", [tag]],
  ]);
  expect([await costs([]), await costs(["elsewhere"])]).toEqual([[], []]);
});

test("A campaign that cannot be read has no budget to compare with", async () => {
  const costs = await aMerge({ "campaigns/c.yaml": campaign([tag], { coreHours: "many" }) });
  expect(await costs([tag])).toEqual([]);
});

test("A person who changes a campaign reads what it has used already", async () => {
  const costs = await aMerge({ "campaigns/d.yaml": campaign([tag], { coreHours: 60 }) });
  expect(await costs([], ["campaigns/d.yaml"])).toMatchObject([
    { name: "d", coreHours: 60, after: { coreHours: 50 }, tags: [] },
  ]);
});
