import { expect, test } from "vitest";
import type { Campaign } from "../../../action/core/conventions/campaign.ts";
import type { CampaignProduction } from "../../../action/core/outcomes/campaign-sums.ts";
import { campaignJson, campaignText, eventsDeliveredText } from "../../../action/core/outcomes/campaign-text.ts";

const production = (tag: string, change: Partial<CampaignProduction> = {}): CampaignProduction => ({
  ...{ tag, states: { done: 1 }, requested: 2000, events: 1500, isWhole: true, used: 0.5, unknown: 0 },
  ...change,
});
const made = [production("a"), production("b", { events: 500, used: 11.5 })];
const unknown = production("c", { events: 0, isWhole: false, used: 0, unknown: 2 });
const now = (more: Partial<Campaign> = {}, asked: object = { coreHours: 1200 }) => ({
  ...{ name: "c", names: ["a", "b", "c"], asked: asked as { coreHours: number } },
  campaign: { campaign: 1, productions: ["a", "b", "c"], ...more } as Campaign,
});

test("A campaign says what it delivered of the events wanted, what main asks of its budget and PanDA counted, its order and its end", () => {
  const all = { description: "Charm", events: 8000, coreHours: 50000, order: "done", end: "2027-03-01" } as const;
  expect(campaignText(now(all), made)).toBe(
    "Campaign c (Charm): delivered 2 000 of 8 000 events (25 %); budget 50 000 core-hours, of which its submissions may use 1 200 core-hours; used 12 core-hours by PanDA's count; in order, each when those above it are done; ends 2027-03-01.",
  );
});

test("A campaign says what it cannot count, of events, of use, and of what it may use", () => {
  expect(campaignText(now({}, { unknown: "a 1.0.0" }), [...made, unknown])).toBe(
    "Campaign c: delivered at least 2 000 events; nobody can say how many core-hours a 1.0.0 may use; used 12 core-hours by PanDA's count, not yet known of 2 submissions.",
  );
  expect(campaignText(now(), [])).toBe(
    "Campaign c: delivered 0 events; its submissions may use 1 200 core-hours; used 0 core-hours by PanDA's count.",
  );
  expect([eventsDeliveredText(unknown, null), eventsDeliveredText(unknown, 0)]).toEqual(
    Array(2).fill("delivered at least 0 events"),
  );
});

test("A campaign as data says null where it says nothing", () => {
  expect(campaignJson(now({}, { unknown: "a 1.0.0" }), [...made, unknown])).toEqual({
    ...{ name: "c", productions: ["a", "b", "c"], order: null, end: null, made: [...made, unknown] },
    coreHours: { budget: null, asked: null, used: 12, submissionsWithUnknownUse: 2 },
    events: { requested: null, delivered: 2000, isWhole: false },
  });
});
