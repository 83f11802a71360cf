import { type Campaign, placeInCampaign } from "../../conventions/campaign.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isSuccess, stateTable } from "../../submission/states.ts";
import { counted } from "../../text/amounts.ts";
import { fitsTag } from "../../text/fits-tag.ts";
import { once, onceEach, onceOf } from "../../text/once.ts";
import { isOfTrial } from "../authorization/authorize-trial.ts";
import { all, bothClocks, type Moment, type Reads } from "../reads.ts";
import type { View } from "../view.ts";
import { useOf } from "./campaign-use.ts";
import { type CampaignOnMain, campaignsOnMain } from "./campaigns-on-main.ts";
import { runsOf } from "./spent.ts";
import type { Gate, Wait } from "./turn.ts";

/** Without an order nobody waits for another. */
type InOrder = Partial<Pick<Campaign, "productions" | "order">>;

type AtHead = Reads & Pick<Moment, "mainHead">;

/**
 * What the production at a place waits for that its campaign names above it; `undefined`: its turn has come. By the ledger,
 * as queues are. Hundreds may wait behind the same, so each pattern is looked at once.
 */
export const aheadIn = (at: AtHead, view: View, { productions = [], order }: InOrder) => {
  const faultOf = onceEach((pattern: string) => patternFault(at, view, order, pattern));
  return async (place: number): Promise<string | undefined> => {
    for (const pattern of order === undefined ? [] : productions.slice(0, place)) {
      const fault = await faultOf(pattern);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
};

async function patternFault(
  at: AtHead,
  view: View,
  order: InOrder["order"],
  pattern: string,
): Promise<string | undefined> {
  const onMain = [...(await at.git.neighbours(at.mainHead)).values()].flat();
  const ahead = onMain.flatMap(({ tag, version }) => (tag !== null && fitsTag(tag, pattern) ? [{ tag, version }] : []));
  if (ahead.length === 0) return `${pattern} comes before it, and main does not hold it`;
  for (const { tag, version } of ahead)
    if (!(await isPast(at, view, order, { tag, version })))
      return `${tag} comes before it, and ${order === "done" ? "has not ended well" : "is not yet submitted"}`;
  return undefined;
}

async function isPast(
  { ledger }: Reads,
  view: View,
  order: InOrder["order"],
  version: { readonly tag: string; readonly version: string | null },
): Promise<boolean> {
  const runs = await runsOf(ledger, view, version);
  return runs.length > 0 && runs.every((one) => isBehind(one, order));
}

const isBehind = ({ kind }: SubmissionState, order: InOrder["order"]): boolean => {
  if (isSuccess(kind) || kind === "skipped") return true;
  const { phase } = stateTable[kind];
  return order === "submitted" && (phase === "running" || phase === "stopped");
};

/**
 * Holds back what a campaign of main does not let go: over its budget or behind its end nothing more goes, and its order
 * holds. Of several that name a production each must let it go. Trials of pull requests are in none.
 */
export const byCampaigns: Gate = async (moment, view, ones) => {
  const released = ones.filter(({ state }) => !isOfTrial(state));
  if (released.length === 0) return [];
  const asked = (await campaignsAt(moment)()).map((one) => ({
    one,
    faultOf: once(() => orFailure(() => campaignFault(moment, view, one))),
    aheadOf: aheadIn(moment, view, one.campaign ?? {}),
  }));
  const tags = new Set(released.map(({ state }) => state.intent.tag));
  const found = new Map(await all([...tags].map(async (tag) => [tag, await heldBy(asked, tag)] as const)));
  return released.flatMap(({ key, state }) => {
    const why = found.get(state.intent.tag);
    return why === undefined ? [] : [{ key, why }];
  });
};

const campaignsAt = onceOf((moment: Moment) => once(() => campaignsOnMain(moment)));

type AskedCampaign = {
  readonly one: CampaignOnMain;
  readonly faultOf: () => Promise<CampaignFault>;
  readonly aheadOf: ReturnType<typeof aheadIn>;
};

async function heldBy(campaigns: readonly AskedCampaign[], tag: string): Promise<Wait["why"] | undefined> {
  for (const { one, faultOf, aheadOf } of campaigns) {
    const place = placeInCampaign(one.names, tag);
    if (place === undefined) continue;
    const fault = (await faultOf()) ?? (await orFailure(() => aheadOf(place)));
    if (fault instanceof Failure) return fault;
    if (fault !== undefined) return { within: `campaign ${one.name}`, reason: fault };
  }
  return undefined;
}

type CampaignFault = string | Failure | undefined;

/** Why nothing of it goes, whatever it is. It names no amount that changes with each merge: the ledger would say it again for each that waits. */
async function campaignFault(moment: Moment, view: View, one: CampaignOnMain): Promise<CampaignFault> {
  if (one.campaign === undefined) return one.why;
  const [, now] = await bothClocks(moment);
  if (one.ends <= now) return `it ended on ${utcMinute(one.ends)}`;
  const { coreHours } = one.campaign;
  if (coreHours === undefined) return undefined;
  const use = await useOf(moment, view, one);
  const budget = counted(coreHours, "core-hour");
  if ("unknown" in use) return `nobody can say how many core-hours ${use.unknown} may use, and its budget is ${budget}`;
  return use.coreHours <= coreHours ? undefined : `its productions ask for more than its budget of ${budget}`;
}
