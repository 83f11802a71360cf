import { askedText, campaignTotal, eventsDeliveredText, usedText } from "../core/outcomes/campaign-text.ts";
import { counted } from "../core/text/amounts.ts";
import type { CampaignData } from "../core/view/site/site-data.ts";
import { fetchJson } from "./data.ts";
import { amount, el, linkTo, none, tableOf, toCampaign, toProduction } from "./dom.ts";

/** All campaigns of main in a list, or one of them. */
export const campaignsPage = async (name: string | undefined): Promise<readonly Node[]> => {
  const all = await fetchJson<readonly CampaignData[]>("data/campaigns.json");
  if (name === undefined) return listOf(all);
  const one = all.find((each) => each.name === name);
  if (one === undefined) throw new Error(`main has no campaign ${name}`);
  return campaignPage(one);
};

const listOf = (all: readonly CampaignData[]): readonly Node[] => [
  el("h1", {}, "Campaigns"),
  all.length === 0
    ? none("main has no file of campaigns/.")
    : tableOf(
        "Campaigns",
        ["Campaign", "What for", "Events", "Core-hours", "Ends"],
        all.map((one) => [
          linkTo(toCampaign(one.name), one.name),
          one.campaign?.description ?? "",
          eventsDeliveredText(campaignTotal(one.made), one.campaign?.events),
          budgetText(one),
          one.campaign?.end ?? "",
        ]),
        "cards",
      ),
];

const budgetText = ({ campaign, asked, made }: CampaignData): string =>
  [
    ...(campaign?.coreHours === undefined ? [] : [`budget ${counted(campaign.coreHours, "core-hour")}`]),
    askedText(asked),
    usedText(campaignTotal(made)),
  ].join("; ");

const campaignPage = (one: CampaignData): readonly Node[] => [
  el("h1", {}, `Campaign ${one.name}`),
  ...(one.campaign?.description === undefined ? [] : [el("p", { class: "lead" }, one.campaign.description)]),
  ...(one.campaign === undefined ? [el("p", { class: "note" }, `Nothing of it is submitted: ${one.why}.`)] : []),
  el("dl", { class: "facts" }, ...factsOf(one).flatMap(([fact, value]) => [el("dt", {}, fact), el("dd", {}, value)])),
  el("h2", {}, "Productions"),
  ...(one.made.length === 0 ? [none("The ledger has none of them yet.")] : [productionsOf(one)]),
];

const factsOf = (one: CampaignData): readonly (readonly [string, string | Node])[] => [
  ["Events", eventsDeliveredText(campaignTotal(one.made), one.campaign?.events)],
  ["Core-hours", budgetText(one)],
  ["Order", orderText(one.campaign?.order)],
  ["Ends", one.campaign?.end ?? "never"],
  ["Names", one.names.join(", ")],
  ["Submissions", linkTo(`#/productions?campaign=${encodeURIComponent(one.name)}`, "all of them")],
];

const orderText = (order: NonNullable<CampaignData["campaign"]>["order"]): string =>
  order === undefined ? "none" : `each when those above it are ${order}`;

const productionsOf = ({ made }: CampaignData): HTMLElement =>
  tableOf(
    "Productions",
    ["Production", "States", "Events", "Core-hours"],
    made.map((one) => [
      linkTo(toProduction(one.tag), one.tag),
      Object.entries(one.states)
        .map(([state, count]) => `${amount(count)} ${state}`)
        .join(", "),
      eventsDeliveredText(one, one.requested),
      usedText(one),
    ]),
    "cards",
  );
