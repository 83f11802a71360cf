import { type Campaign, placeInCampaign } from "../conventions/campaign.ts";
import { coreHoursUsed } from "../ledger/step-completion.ts";
import type { CampaignUse } from "../pass/turns/campaign-use.ts";
import { lastTasks } from "../submission/orders.ts";
import type { SubmissionState } from "../submission/state.ts";
import { deliveredOfSample, type Sample, samplesOf } from "./samples.ts";

/** A campaign of main. `asked`: what its versions may use, as a pass counts it. */
export type CampaignNow = { readonly name: string; readonly names: readonly string[]; readonly asked: CampaignUse } & (
  | { readonly campaign: Campaign }
  | { readonly campaign?: undefined; readonly why: string }
);

/** One production of a campaign, all its versions and runs together. */
export type CampaignProduction = {
  readonly tag: string;
  readonly states: Readonly<Record<string, number>>;
  /** `null`: nobody knows of one of its versions. */
  readonly requested: number | null;
  readonly events: number;
  readonly isWhole: boolean;
  /** Core-hours, as PanDA's pilots reported them. */
  readonly used: number;
  /** Submissions with tasks of which it is not known, or not yet. */
  readonly unknown: number;
};

/** `ones`: every submission of the tag. */
export const campaignProduction = (tag: string, ones: Parameters<typeof samplesOf>[0]): CampaignProduction => {
  const samples = samplesOf(ones);
  const asked = samples.filter(({ versions }) => versions.some(({ unread }) => unread === undefined)).map(requestedOf);
  const used = ones.flatMap(({ state }) => usedOf(state));
  const states: Record<string, number> = {};
  for (const { state } of ones) states[state.kind] = (states[state.kind] ?? 0) + 1;
  return {
    ...{ tag, states, ...deliveredInAll(samples) },
    requested: asked.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0),
    used: Math.round(used.reduce<number>((sum, hours) => sum + (hours ?? 0), 0) * 100) / 100,
    unknown: used.filter((hours) => hours === null).length,
  };
};

/** What its newest version wants, else what the jobs of those that count are asked for. */
const requestedOf = ({ requested, versions }: Sample): number | null =>
  requested ??
  versions
    .filter(({ unread }) => unread === undefined)
    .reduce<number | null>((sum, { asked }) => (sum === null || asked === undefined ? null : sum + asked), 0);

/** Trials are in no campaign. */
const usedOf = (state: SubmissionState): readonly (number | null)[] =>
  !("intent" in state) || !("past" in state) || state.intent.trial !== undefined || lastTasks(state).length === 0
    ? []
    : [coreHoursUsed(state.past.completion?.steps)];

export const deliveredInAll = (samples: readonly Sample[]): { readonly events: number; readonly isWhole: boolean } => {
  const parts = samples.map(deliveredOfSample);
  return { events: parts.reduce((sum, one) => sum + one.events, 0), isWhole: parts.every(({ isWhole }) => isWhole) };
};

/** In the order of the campaign. */
export const inCampaignOrder = (
  names: readonly string[],
  productions: readonly CampaignProduction[],
): readonly CampaignProduction[] =>
  productions.toSorted((a, b) => (placeInCampaign(names, a.tag) ?? 0) - (placeInCampaign(names, b.tag) ?? 0));
