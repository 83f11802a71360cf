import { placeInCampaign } from "../../core/conventions/campaign.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import type { CampaignNow } from "../../core/outcomes/campaign-sums.ts";
import { all, type Moment } from "../../core/pass/reads.ts";
import { type CampaignCost, type CampaignUse, useOf } from "../../core/pass/turns/campaign-use.ts";
import { campaignsOnMain } from "../../core/pass/turns/campaigns-on-main.ts";
import { spentOnLedger } from "../../core/pass/turns/spent.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import { answersOfTrees, readsFrom, type SomeAnswers } from "./answers.ts";

export type CampaignsRead = {
  readonly ledger: Pick<Ledger, "head" | "read" | "submissions">;
  readonly main: Pick<MainBranch, "head" | "at" | "ruleChanges">;
};

/** The campaigns of main, or one of them, with what their versions may use, as a pass counts it. Nobody is asked who approved them. */
export const campaignsNow = async (
  ports: CampaignsRead,
  name?: string,
  asking: readonly CampaignAsks[] = [],
): Promise<readonly CampaignNow[]> => {
  const [mainHead, ledger] = await Promise.all([ports.main.head(), ports.ledger.head()]);
  const unasked = (kind: string): never => {
    throw new Error(`Nobody answers ${kind}`);
  };
  const reads = readsFrom(answersFor(ports), unasked);
  const moment: Moment = {
    ...reads,
    github: reads.githubNow,
    ...{ mainHead, ledgerHead: ledger, approvals: "assumed" },
    ...{ soleWriter: false, now: "9999" },
  };
  return campaignsAt(moment, name, asking);
};

/** `coreHours`: the most that those of its submissions may use which the ledger does not have; `null`: unknown. */
export type CampaignAsks = { readonly tag: string; readonly version: string; readonly coreHours: number | null };

/** What the campaigns with a budget that name some of these would use with them. */
export const campaignsWith = async (
  ports: CampaignsRead,
  asking: readonly CampaignAsks[],
): Promise<readonly Omit<CampaignCost, "before" | "tags">[]> =>
  (await campaignsNow(ports, undefined, asking)).flatMap(({ name, names, asked, campaign: { coreHours } = {} }) => {
    const named = asking.filter(({ tag }) => placeInCampaign(names, tag) !== undefined);
    return coreHours === undefined || named.length === 0 ? [] : { name, coreHours, after: named.reduce(using, asked) };
  });

const using = (use: CampaignUse, { tag, version, coreHours }: CampaignAsks): CampaignUse => {
  if ("unknown" in use) return use;
  return coreHours === null ? { unknown: `${tag} ${version}` } : { coreHours: use.coreHours + coreHours };
};

async function campaignsAt(
  moment: Moment,
  name: string | undefined,
  asking: readonly CampaignAsks[],
): Promise<readonly CampaignNow[]> {
  const head = moment.ledgerHead;
  const found = (await campaignsOnMain(moment)).filter((one) => name === undefined || one.name === name);
  const heirs = new Map(
    asking.flatMap(({ tag, version, coreHours }) => (coreHours === 0 ? [] : [[tag, version] as const])),
  );
  const uses =
    heirs.size === 0 ? [] : await spentOnLedger(moment, { head, states: new Map() }, (tag) => heirs.has(tag));
  // Older versions that were not submitted give way to these.
  const replaced = [...uses].flatMap(([key, { isUnsent }]) =>
    isUnsent && heirs.get(partsOfKey(key).tag) !== partsOfKey(key).version ? [[key, { kind: "none" }] as const] : [],
  );
  const view = { head, states: new Map(replaced) };
  return await all(
    found.map(async (one): Promise<CampaignNow> => {
      const use = await orFailure(() => useOf(moment, view, one));
      const asked = use instanceof Failure ? { unknown: "its productions" } : use;
      const of = { name: one.name, names: one.names, asked };
      if (one.campaign !== undefined) return { ...of, campaign: one.campaign };
      return { ...of, why: one.why instanceof Failure ? describeError(one.why) : one.why };
    }),
  );
}

const answersFor = ({ ledger, main }: CampaignsRead): SomeAnswers => ({
  git: { ...answersOfTrees((commit) => main.at(commit)), ruleChanges: (commit) => main.ruleChanges(commit) },
  ledger: {
    submissions: (at, ...tags) => ledger.submissions(at, ...tags),
    events: (at, keys) => ledger.read(at, keys),
  },
});
