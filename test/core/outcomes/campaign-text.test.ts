import { expect, test } from "vitest";
import type { Campaign } from "../../../action/core/conventions/campaign.ts";
import { campaignJson, campaignText } from "../../../action/core/outcomes/campaign-text.ts";
import type { Delivered } from "../../../action/core/outcomes/delivered.ts";
import type { Sample } from "../../../action/core/outcomes/samples.ts";

const sample = (tag: string, delivered: Delivered): Sample => ({
  tag,
  versions: [{ version: "1.0.0", delivered, asked: undefined, isOver: true }],
  requested: undefined,
});
const made = [
  sample("a", { kind: "known", events: 1500, by: "files" }),
  sample("b", { kind: "known", events: 500, by: "check" }),
];
const unknown = sample("c", { kind: "unknown", why: "nobody counts" });
const campaign: Campaign = { campaign: 1, productions: ["a", "b", "c"] };

test("A campaign says what it delivered of the events wanted, its budget, its order and its end", () => {
  const all = { description: "Charm", events: 8000, coreHours: 50000, order: "done", end: "2027-03-01" } as const;
  expect(campaignText("c", { ...campaign, ...all }, made)).toBe(
    "Campaign c (Charm): delivered 2 000 of 8 000 events (25 %); budget 50 000 core-hours; in order, each when those above it are done; ends 2027-03-01.",
  );
});

test("A campaign that wants no number says what it delivered, at least where not all can be counted", () => {
  expect([campaignText("c", campaign, []), campaignText("c", campaign, [...made, unknown])]).toEqual([
    "Campaign c: delivered 0 events.",
    "Campaign c: delivered at least 2 000 events.",
  ]);
});

test("A campaign as data says null where it says nothing", () => {
  expect(campaignJson("c", campaign, [...made, unknown])).toEqual({
    ...{ name: "c", productions: ["a", "b", "c"], order: null, end: null, coreHours: null },
    events: { requested: null, delivered: 2000, isWhole: false },
  });
});
