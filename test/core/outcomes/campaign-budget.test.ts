import { expect, test } from "vitest";
import { campaignLine, checkBudgets } from "../../../action/core/outcomes/campaign-budget.ts";
import type { CampaignCost } from "../../../action/core/pass/turns/campaign-use.ts";

const cost = (before: number | string, after: number | string, coreHours = 1000): CampaignCost => ({
  name: "c",
  coreHours,
  before: typeof before === "number" ? { coreHours: before } : { unknown: before },
  after: typeof after === "number" ? { coreHours: after } : { unknown: after },
  tags: ["a"],
});
const asking = (tag?: string) => ({
  source: { file: "productions/p/production.yaml", bytes: new TextEncoder().encode("schema: 1\ntag: { a: b }\n") },
  valid: tag === undefined ? undefined : { production: { tag } },
});
const refused = (one: CampaignCost): boolean => checkBudgets([one], [asking("a")]).length > 0;

test("A plan says how much of its budget a campaign would use, or what nobody can count", () => {
  expect([campaignLine(cost(0, 1200, 50000)), campaignLine(cost(0, "a 1.0.0")), campaignLine(cost(0, 1, 1))]).toEqual([
    "Campaign c: 1 200 of 50 000 core-hours with this.",
    "Campaign c: nobody can say how many core-hours a 1.0.0 may use, of 1 000.",
    "Campaign c: 1 of 1 core-hour with this.",
  ]);
});

test("A version that would go over a campaign's budget is refused at the tag of the first request that the campaign names", () => {
  expect(checkBudgets([cost(900, 1001)], [asking("b"), asking(), asking("a")])).toEqual([
    {
      ...{ code: "campaign-over-budget", severity: "error", file: "productions/p/production.yaml", line: 2, col: 1 },
      message: "Campaign c: 1 001 of 1 000 core-hours with this. Nothing more of it would be submitted.",
      hint: "ask for less, or raise `coreHours` of the campaign in a pull request of its own",
    },
  ]);
  expect(checkBudgets([cost(900, 1001)], [asking("b")])).toEqual([]);
});

test("A change that asks for no more is not refused, whatever the campaign uses", () => {
  expect([cost(900, 1000), cost(1001, 1001), cost(1002, 1001), cost("a", "a")].filter(refused)).toEqual([]);
  expect([cost(1001, 1002), cost("a", 1001), cost(1, "a"), cost("b", "a")].map(refused)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});
