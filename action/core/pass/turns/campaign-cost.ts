import { campaignFile, placeInCampaign } from "../../conventions/campaign.ts";
import { type Asking, all, type Moment } from "../asking.ts";
import { type CampaignUse, useOf } from "./campaign-use.ts";
import { campaignsOnMain } from "./campaigns-on-main.ts";

/** What a campaign would use with a merge, and what it may. `before`: what it uses without. */
export type CampaignCost = {
  readonly name: string;
  readonly coreHours: number;
  readonly before: CampaignUse;
  readonly after: CampaignUse;
  /** Those of these tags that it names. */
  readonly tags: readonly string[];
};

/** Of the campaigns with a budget that name some of these tags, or that a merge changes. `from`: main without the merge. */
export function* campaignCosts(
  moment: Moment,
  from: string,
  { tags, paths }: { readonly tags: readonly string[]; readonly paths: readonly string[] },
): Asking<readonly CampaignCost[]> {
  const costs = yield* all(
    (yield* campaignsOnMain(moment)).map(function* (one): Asking<CampaignCost | undefined> {
      const named = tags.filter((tag) => placeInCampaign(one.names, tag) !== undefined);
      const coreHours = one.campaign?.coreHours;
      if (coreHours === undefined || (named.length === 0 && !paths.includes(campaignFile(one.name)))) return undefined;
      const after = yield* useOf(moment, one);
      const before = one.since === moment.mainHead ? after : yield* useOf({ ...moment, mainHead: from }, one);
      return { name: one.name, coreHours, before, after, tags: named };
    }),
  );
  return costs.flatMap((one) => one ?? []);
}
