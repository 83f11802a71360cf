import type { Campaign } from "../conventions/campaign.ts";
import { counted, thousands } from "../text/amounts.ts";
import { deliveredOfSample, type Sample } from "./samples.ts";

/** What a campaign has delivered, and what it may, in a line. `samples`: of all submissions of its tags. */
export const campaignText = (name: string, campaign: Campaign, samples: readonly Sample[]): string => {
  const { description, events, coreHours, end, order } = campaign;
  const parts = [
    deliveredIn(samples, events),
    ...(coreHours === undefined ? [] : [`budget ${counted(coreHours, "core-hour")}`]),
    ...(order === undefined ? [] : [`in order, each when those above it are ${order}`]),
    ...(end === undefined ? [] : [`ends ${end}`]),
  ];
  return `Campaign ${name}${description === undefined ? "" : ` (${description})`}: ${parts.join("; ")}.`;
};

const deliveredInAll = (samples: readonly Sample[]): { readonly delivered: number; readonly isWhole: boolean } => {
  const parts = samples.map(deliveredOfSample);
  return { delivered: parts.reduce((sum, one) => sum + one.events, 0), isWhole: parts.every(({ isWhole }) => isWhole) };
};

const deliveredIn = (samples: readonly Sample[], wanted: number | undefined): string => {
  const { delivered: events, isWhole } = deliveredInAll(samples);
  const known = `${isWhole ? "" : "at least "}${thousands(events)}`;
  return wanted === undefined
    ? `delivered ${known} events`
    : `delivered ${known} of ${thousands(wanted)} events (${Math.floor((events / wanted) * 100)} %)`;
};

/** The same as data, for scripts. */
export const campaignJson = (name: string, campaign: Campaign, samples: readonly Sample[]): object => ({
  ...{ name, productions: campaign.productions, order: campaign.order ?? null, end: campaign.end ?? null },
  coreHours: campaign.coreHours ?? null,
  events: { requested: campaign.events ?? null, ...deliveredInAll(samples) },
});
