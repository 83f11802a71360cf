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

const deliveredIn = (samples: readonly Sample[], wanted: number | undefined): string => {
  const delivered = samples.map(deliveredOfSample);
  const events = delivered.reduce((sum, one) => sum + one.events, 0);
  const known = `${delivered.every(({ isWhole }) => isWhole) ? "" : "at least "}${thousands(events)}`;
  return wanted === undefined
    ? `delivered ${known} events`
    : `delivered ${known} of ${thousands(wanted)} events (${Math.floor((events / wanted) * 100)} %)`;
};

/** The same as data, for scripts. */
export const campaignJson = (name: string, campaign: Campaign, samples: readonly Sample[]): object => {
  const delivered = samples.map(deliveredOfSample);
  return {
    ...{ name, productions: campaign.productions, order: campaign.order ?? null, end: campaign.end ?? null },
    coreHours: campaign.coreHours ?? null,
    events: {
      requested: campaign.events ?? null,
      delivered: delivered.reduce((sum, one) => sum + one.events, 0),
      isWhole: delivered.every(({ isWhole }) => isWhole),
    },
  };
};
