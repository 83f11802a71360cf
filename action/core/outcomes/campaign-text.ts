import { counted, thousands } from "../text/amounts.ts";
import type { CampaignNow, CampaignProduction } from "./campaign-sums.ts";

type ReadCampaign = Extract<CampaignNow, { readonly campaign: object }>;

/** What a campaign has delivered and used, and what it may, in a line. */
export const campaignText = ({ name, campaign, asked }: ReadCampaign, made: readonly CampaignProduction[]): string => {
  const { description, events, coreHours, end, order } = campaign;
  const parts = [
    eventsDeliveredText(campaignTotal(made), events),
    `${coreHours === undefined ? "" : `budget ${counted(coreHours, "core-hour")}, of which `}${askedText(asked)}`,
    usedText(campaignTotal(made)),
    ...(order === undefined ? [] : [`in order, each when those above it are ${order}`]),
    ...(end === undefined ? [] : [`ends ${end}`]),
  ];
  return `Campaign ${name}${description === undefined ? "" : ` (${description})`}: ${parts.join("; ")}.`;
};

export const eventsDeliveredText = (
  { events, isWhole }: Pick<CampaignProduction, "events" | "isWhole">,
  wanted: number | null | undefined,
): string => {
  const known = `${isWhole ? "" : "at least "}${thousands(events)}`;
  return typeof wanted !== "number" || wanted === 0
    ? `delivered ${known} events`
    : `delivered ${known} of ${thousands(wanted)} events (${Math.floor((events / wanted) * 100)} %)`;
};

export const askedText = (asked: CampaignNow["asked"]): string =>
  "unknown" in asked
    ? `nobody can say how many core-hours ${asked.unknown} may use`
    : `its submissions may use ${counted(asked.coreHours, "core-hour")}`;

/** As far as PanDA said it. */
export const usedText = ({ used, unknown }: Pick<CampaignProduction, "used" | "unknown">): string =>
  `used ${counted(used, "core-hour")} by PanDA's count${unknown === 0 ? "" : `, not yet known of ${counted(unknown, "submission")}`}`;

export const campaignTotal = (
  productions: readonly CampaignProduction[],
): Pick<CampaignProduction, "events" | "isWhole" | "used" | "unknown"> => ({
  events: productions.reduce((sum, one) => sum + one.events, 0),
  isWhole: productions.every(({ isWhole }) => isWhole),
  used: Math.round(productions.reduce((sum, one) => sum + one.used, 0) * 100) / 100,
  unknown: productions.reduce((sum, one) => sum + one.unknown, 0),
});

export const campaignJson = ({ name, campaign, asked }: ReadCampaign, made: readonly CampaignProduction[]): object => {
  const { events, isWhole, used, unknown } = campaignTotal(made);
  return {
    ...{ name, productions: campaign.productions, order: campaign.order ?? null, end: campaign.end ?? null },
    coreHours: {
      ...{ budget: campaign.coreHours ?? null, asked: "unknown" in asked ? null : asked.coreHours },
      ...{ used, submissionsWithUnknownUse: unknown },
    },
    events: { requested: campaign.events ?? null, delivered: events, isWhole },
    made,
  };
};
