import { campaignFile, placeInCampaign } from "../../conventions/campaign.ts";
import { all, type Moment, type Reads } from "../reads.ts";
import type { View } from "../view.ts";
import { type CampaignOnMain, campaignsOnMain } from "./campaigns-on-main.ts";
import { spentOnLedger } from "./spent.ts";

/** The most that the submissions of a campaign may use by their own figures; `unknown`: a version of which nobody can say it. */
export type CampaignUse = { readonly coreHours: number } | { readonly unknown: string };

/**
 * Each submission of its tags that began since the campaign came to main, whatever became of it, and what may still begin.
 * Each run counts, so a run that gives way to another one gives nothing back.
 */
export async function useOf(
  reads: Reads,
  view: View,
  { names, since }: Pick<CampaignOnMain, "names" | "since">,
): Promise<CampaignUse> {
  const found = await spentOnLedger(reads, view, (tag) => placeInCampaign(names, tag) !== undefined);
  let coreHours = 0;
  for (const one of found.values()) {
    if (!one.isUnsent && one.began !== undefined && one.began < since) continue;
    if (one.coreHours === null) return { unknown: one.version };
    coreHours += one.coreHours;
  }
  return { coreHours };
}

/** What a campaign would use with a merge, and what it may. `before`: what it uses without. */
export type CampaignCost = {
  readonly name: string;
  readonly coreHours: number;
  readonly before: CampaignUse;
  readonly after: CampaignUse;
  /** Those of these tags that it names. */
  readonly tags: readonly string[];
};

type MergeCompared = {
  readonly before: View;
  readonly after: View;
  readonly tags: readonly string[];
  readonly paths: readonly string[];
};

/** Of the campaigns with a budget that name some of these tags, or that a merge changes. */
export async function campaignCosts(
  moment: Moment,
  { before, after, tags, paths }: MergeCompared,
): Promise<readonly CampaignCost[]> {
  const costs = await all(
    (await campaignsOnMain(moment)).map(async (one): Promise<CampaignCost | undefined> => {
      const named = tags.filter((tag) => placeInCampaign(one.names, tag) !== undefined);
      const coreHours = one.campaign?.coreHours;
      if (coreHours === undefined || (named.length === 0 && !paths.includes(campaignFile(one.name)))) return undefined;
      const [without, withIt] = [await useOf(moment, before, one), await useOf(moment, after, one)];
      return { name: one.name, coreHours, before: without, after: withIt, tags: named };
    }),
  );
  return costs.flatMap((one) => one ?? []);
}
