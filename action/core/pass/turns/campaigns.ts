import { type Campaign, placeInCampaign } from "../../conventions/campaign.ts";
import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import type { HeldWithin } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { describeError, Failure, orFailure } from "../../problems/failure.ts";
import { fold } from "../../submission/fold.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isSuccess, stateTable } from "../../submission/states.ts";
import { counted } from "../../text/amounts.ts";
import { fitsTag } from "../../text/fits-tag.ts";
import { once, onceEach } from "../../text/once.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isOfTrial } from "../authorization/authorize-trial.ts";
import type { PlanNotes } from "../planned.ts";
import { all, type Moment, type Reads } from "../reads.ts";
import type { View } from "../view.ts";
import { useOf } from "./campaign-use.ts";
import { type CampaignOnMain, campaignsOnMain } from "./campaigns-on-main.ts";
import type { Gated } from "./gated.ts";
import { bothClocks } from "./held-by-rules.ts";
import type { SpentOnLedger } from "./spent.ts";

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
  { head, states }: View,
  order: InOrder["order"],
  { tag, version }: { readonly tag: string; readonly version: string | null },
): Promise<boolean> {
  const all = await ledger.submissions(head, tag);
  const keys = all.filter((key) => partsOfKey(key).version === version);
  const ended = await ledger.events(
    head,
    keys.filter((key) => !states.has(key)),
  );
  return keys.length > 0 && keys.every((key) => isBehind(states.get(key) ?? fold(ended.get(key) ?? []), order));
}

const isBehind = ({ kind }: SubmissionState, order: InOrder["order"]): boolean => {
  if (isSuccess(kind) || kind === "skipped") return true;
  const { phase } = stateTable[kind];
  return order === "submitted" && (phase === "running" || phase === "stopped");
};

type OfIntent = { readonly key: SubmissionKey; readonly state: OpenIntent };

/**
 * What no campaign of main holds back, and what one does: over its budget or behind its end nothing more goes, and its
 * order holds. Of several that name a production each must let it go. Trials of pull requests are in none.
 */
export const campaignGate = (moment: Moment, { trouble }: Pick<PlanNotes, "trouble">, spent: SpentOnLedger) => {
  const campaigns = once(() => campaignsOnMain(moment));
  return async <T extends OfIntent>(view: View, ones: readonly T[]): Promise<Gated<T>> => {
    if (ones.length === 0) return { go: ones, held: [] };
    const asked = (await campaigns()).map((one) => ({
      one,
      faultOf: once(() => orFailure(() => campaignFault(moment, view, one, spent))),
      aheadOf: aheadIn(moment, view, one.campaign ?? {}),
    }));
    const tags = new Set(ones.map(({ state }) => state.intent.tag));
    const found = new Map(await all([...tags].map(async (tag) => [tag, await heldBy(asked, tag)] as const)));
    const [go, held]: [T[], (T & { readonly why: HeldWithin })[]] = [[], []];
    for (const one of ones) {
      const by = isOfTrial(one.state) ? undefined : found.get(one.state.intent.tag);
      if (by === undefined) go.push(one);
      else if (by.fault instanceof Failure) trouble(one.key, describeError(by.fault));
      else held.push({ ...one, why: { within: `campaign ${by.campaign}`, reason: by.fault } });
    }
    return { go, held };
  };
};

type AskedCampaign = {
  readonly one: CampaignOnMain;
  readonly faultOf: () => Promise<CampaignFault>;
  readonly aheadOf: ReturnType<typeof aheadIn>;
};

async function heldBy(campaigns: readonly AskedCampaign[], tag: string): Promise<HeldByCampaign | undefined> {
  for (const { one, faultOf, aheadOf } of campaigns) {
    const place = placeInCampaign(one.names, tag);
    if (place === undefined) continue;
    const fault = (await faultOf()) ?? (await orFailure(() => aheadOf(place)));
    if (fault !== undefined) return { campaign: one.name, fault };
  }
  return undefined;
}

type HeldByCampaign = { readonly campaign: string; readonly fault: string | Failure };
type CampaignFault = string | Failure | undefined;

/** Why nothing of it goes, whatever it is. It names no amount that changes with each merge: the ledger would say it again for each that waits. */
async function campaignFault(
  moment: Moment,
  view: View,
  one: CampaignOnMain,
  spent: SpentOnLedger,
): Promise<CampaignFault> {
  if (one.campaign === undefined) return one.why;
  const [, now] = await bothClocks(moment);
  if (one.ends <= now) return `it ended on ${utcMinute(one.ends)}`;
  const { coreHours } = one.campaign;
  if (coreHours === undefined) return undefined;
  const use = await useOf(spent, view, one);
  const budget = counted(coreHours, "core-hour");
  if ("unknown" in use) return `nobody can say how many core-hours ${use.unknown} may use, and its budget is ${budget}`;
  return use.coreHours <= coreHours ? undefined : `its productions ask for more than its budget of ${budget}`;
}
