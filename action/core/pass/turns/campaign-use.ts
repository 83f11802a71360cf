import { campaignFile, placeInCampaign } from "../../conventions/campaign.ts";
import { statusIn, validateOne } from "../../cross-checks/check-sources.ts";
import { belowShared, foldersAbove, usesShared } from "../../files/changed-productions.ts";
import { amountsOfRuns } from "../../plan/plan.ts";
import type { Production } from "../../production/production.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { type Asking, all, ask, type Moment } from "../asking.ts";
import { type CountedAt, countOnMain } from "../counting.ts";
import { type CampaignOnMain, campaignsOnMain } from "./campaigns-on-main.ts";

/** The most that the versions of a campaign may use by their own figures; `unknown`: one of which nobody can say it. */
export type CampaignUse = { readonly coreHours: number } | { readonly unknown: string };

type CountedFor = Pick<CampaignOnMain, "names" | "since">;

/**
 * Counted from main: each version that it held since the campaign came there, whatever became of it. So a forged line of
 * the ledger changes nothing of it, and a version that was replaced has used what it asked for.
 */
export function* useOf(moment: CountedAt, campaign: CountedFor): Asking<CampaignUse> {
  const isNamed = (tag: string): boolean => placeInCampaign(campaign.names, tag) !== undefined;
  const held = yield* all((yield* statesOf(moment, campaign)).map((state) => heldIn(moment, isNamed, state)));
  return [...Map.groupBy(held.flat(), ({ production: { tag, version } }) => `${tag} ${version}`)].reduce<CampaignUse>(
    (use, [version, all]) => {
      const most = all.map(({ coreHours }) => coreHours).reduce(larger);
      if ("unknown" in use) return use;
      return most === null ? { unknown: version } : { coreHours: use.coreHours + most };
    },
    { coreHours: 0 },
  );
}

const larger = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

export type StateOnMain = { readonly at: string; readonly folder: string };

/** Where main may have held another version, or other runs of it: before and behind each change of its files, at the beginning, and now. */
function* statesOf({ mainHead }: CountedAt, { names, since }: CountedFor): Asking<readonly StateOnMain[]> {
  const changes = yield* ask({ ask: "production-changes", commit: mainHead, since });
  const now = [...(yield* ask({ ask: "neighbours", at: mainHead }))].flatMap(([folder, ones]) =>
    ones.some(({ tag }) => tag !== null && placeInCampaign(names, tag) !== undefined) ? [folder] : [],
  );
  const mayShare = changes.some(({ paths }) => belowShared(now, paths).length > 0);
  const requests = mayShare ? yield* all(now.map((folder) => ask({ ask: "request", at: mainHead, folder }))) : [];
  const states = [
    ...now.flatMap((folder) => [since, mainHead].map((at) => ({ at, folder }))),
    ...changes.flatMap(({ commit, base, paths }) => {
      const users = requests.flatMap((one) => (usesShared(one, paths) ? [one.folder] : []));
      return [...foldersAbove(paths), ...users].flatMap((folder) => [base, commit].map((at) => ({ at, folder })));
    }),
  ];
  return [...new Map(states.map((state) => [`${state.at} ${state.folder}`, state])).values()];
}

/** `coreHours`: the most that it may use by its own figures; `null`: nobody can say it. */
export type CountedOnMain = { readonly production: Production; readonly coreHours: number | null };

/** What main held in a folder, of these tags. */
export function* heldIn(
  moment: CountedAt,
  isNamed: (tag: string) => boolean,
  state: StateOnMain,
): Asking<readonly CountedOnMain[]> {
  if (!(yield* ask({ ask: "holds-request", ...state }))) return [];
  if (!tagsIn(yield* ask({ ask: "request", ...state })).some(isNamed)) return [];
  const held = validateOne(yield* ask({ ask: "production", ...state })).flatMap(({ valid }) =>
    valid !== undefined && isNamed(valid.production.tag) ? [valid.production] : [],
  );
  return yield* all(
    held.map(function* (production): Asking<CountedOnMain> {
      return { production, coreHours: yield* costOf(moment, production) };
    }),
  );
}

/** Of what begins by itself nobody knows how many runs there will be. */
function* costOf(moment: CountedAt, production: Production): Asking<number | null> {
  if (production.request.submit === "never") return 0;
  return amountsOfRuns(yield* countOnMain(moment, production)).coreHours;
}

/** Of a request without its files, as each wave asks again. */
const tagsIn = (request: ProductionSource): readonly string[] => {
  const tags = known.get(request) ?? [...statusIn([request]).values()].flat().flatMap(({ tag }) => tag ?? []);
  known.set(request, tags);
  return tags;
};
const known = new WeakMap<ProductionSource, readonly string[]>();

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
