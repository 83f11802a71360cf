import { expect, test } from "vitest";
import { campaignCosts } from "../../../../action/core/pass/turns/campaign-use.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { aRequest } from "../../a-production.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const tag = "sP26a-hfcharm-signal";
const other = "sP26a-hfcharm-background";
/** Ten jobs of so many hours, each once. */
const asking = (walltime: number, version = "1.0.0", stage = "signal"): string =>
  JSON.stringify(
    aRequest({
      ...{ version, tag: { campaign: "sP26a", physics: "hfcharm", stage } },
      defaults: { sites: ["BNL"], maxAttempt: 1, walltime },
    }),
  );
const campaign = (productions: readonly string[], budget = {}) =>
  JSON.stringify({ campaign: 1, productions, ...budget });
const place = "productions/p/production.yaml";

const aMain = (campaigns: Readonly<Record<string, string>>) => {
  const main = fakeMain();
  const from = main.commit({ "productions/conventions.yaml": conventions, [place]: asking(1), ...campaigns });
  const costs = async (tags: readonly string[], paths: readonly string[] = []) =>
    askFakes({ main }, campaignCosts({ ...aMoment(await main.head()), approvals: "assumed" }, from, { tags, paths }));
  return { main, costs };
};

test("A merge costs each campaign with a budget that names one of its tags what its versions ask for, beside what was", async () => {
  const { main, costs } = aMain({
    "campaigns/all.yaml": campaign(["sP26a-*"], { coreHours: 500 }),
    "campaigns/one.yaml": campaign([tag], { coreHours: 100 }),
    "campaigns/another.yaml": campaign([other], { coreHours: 100 }),
    "campaigns/unlimited.yaml": campaign([tag]),
  });
  main.commit({ [place]: asking(4, "2.0.0") });

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

test("A campaign that the merge brings used before what it uses with it", async () => {
  const { main, costs } = aMain({});
  main.commit({ "campaigns/new.yaml": campaign([tag], { coreHours: 5 }), [place]: asking(2, "1.1.0") });

  const used = { before: { coreHours: 20 }, after: { coreHours: 20 } };
  expect(await costs([tag])).toEqual([{ name: "new", coreHours: 5, ...used, tags: [tag] }]);
});

test("A campaign that cannot be read has no budget to compare with", async () => {
  const { costs } = aMain({ "campaigns/c.yaml": campaign([tag], { coreHours: "many" }) });
  expect(await costs([tag])).toEqual([]);
});

test("A person who changes or renames a campaign reads what it has used already", async () => {
  const { main, costs } = aMain({ "campaigns/c.yaml": campaign([tag], { coreHours: 50 }) });
  main.commit({ [place]: asking(4, "2.0.0") });
  main.commit({ "campaigns/c.yaml": undefined, "campaigns/d.yaml": campaign([tag], { coreHours: 60 }) });
  expect(await costs([], ["campaigns/c.yaml", "campaigns/d.yaml"])).toMatchObject([
    { name: "d", coreHours: 60, after: { coreHours: 50 }, tags: [] },
  ]);
});
