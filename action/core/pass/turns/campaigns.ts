import { placeInCampaign } from "../../conventions/campaign.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import type { HeldWithin } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import { counted } from "../../text/amounts.ts";
import { type Asking, all, type Moment, orFailed } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isTrialPromise } from "../authorization/authorize-trial.ts";
import type { PlanNotes } from "../planned.ts";
import { shared } from "../shared.ts";
import type { View } from "../view.ts";
import { aheadIn } from "./campaign-order.ts";
import { useOf } from "./campaign-use.ts";
import { type CampaignOnMain, campaignsOnMain } from "./campaigns-on-main.ts";
import type { Gated } from "./gated.ts";

type OfIntent = { readonly key: SubmissionKey; readonly state: OpenIntent };

/**
 * What no campaign of main holds back, and what one does: over its budget or behind its end nothing more goes, and its
 * order holds. Of several that name a production each must let it go. Trials of pull requests are in none.
 */
export const campaignGate = (moment: Moment, { trouble }: Pick<PlanNotes, "trouble">) => {
  const campaigns = shared(function* () {
    return (yield* campaignsOnMain(moment)).map((one) => ({
      one,
      faultOf: shared(() => orFailed(campaignFault(moment, one))),
    }));
  });
  return function* <T extends OfIntent>(view: View, ones: readonly T[]): Asking<Gated<T>> {
    if (ones.length === 0) return { go: ones, held: [] };
    const asked = (yield* campaigns()).map((each) => ({
      ...each,
      aheadOf: aheadIn(moment.mainHead, view, each.one.campaign ?? {}),
    }));
    const tags = new Set(ones.map(({ state }) => state.intent.tag));
    const found = new Map(
      yield* all(
        [...tags].map(function* (tag) {
          return [tag, yield* heldBy(asked, tag)] as const;
        }),
      ),
    );
    const [go, held]: [T[], (T & { readonly why: HeldWithin })[]] = [[], []];
    for (const one of ones) {
      const by = isTrialPromise(one.state) ? undefined : found.get(one.state.intent.tag);
      if (by === undefined) go.push(one);
      else if (by.fault instanceof Failure) trouble(one.key, describeError(by.fault));
      else held.push({ ...one, why: { within: `campaign ${by.campaign}`, reason: by.fault } });
    }
    return { go, held };
  };
};

type AskedCampaign = {
  readonly one: CampaignOnMain;
  readonly faultOf: () => Asking<CampaignFault>;
  readonly aheadOf: ReturnType<typeof aheadIn>;
};

function* heldBy(campaigns: readonly AskedCampaign[], tag: string): Asking<HeldByCampaign | undefined> {
  for (const { one, faultOf, aheadOf } of campaigns) {
    const place = placeInCampaign(one.names, tag);
    if (place === undefined) continue;
    const fault = (yield* faultOf()) ?? (yield* orFailed(aheadOf(place)));
    if (fault !== undefined) return { campaign: one.name, fault };
  }
  return undefined;
}

type HeldByCampaign = { readonly campaign: string; readonly fault: string | Failure };
type CampaignFault = string | Failure | undefined;

/** Why nothing of it goes, whatever it is. It names no amount that changes with each merge: the ledger would say it again for each that waits. */
function* campaignFault(moment: Moment, one: CampaignOnMain): Asking<CampaignFault> {
  if (one.campaign === undefined) return one.why;
  if (one.ends <= moment.now) return `it ended on ${utcMinute(one.ends)}`;
  const { coreHours } = one.campaign;
  if (coreHours === undefined) return undefined;
  const use = yield* useOf(moment, one);
  const budget = counted(coreHours, "core-hour");
  if ("unknown" in use) return `nobody can say how many core-hours ${use.unknown} may use, and its budget is ${budget}`;
  return use.coreHours <= coreHours ? undefined : `its productions on main ask for more than its budget of ${budget}`;
}
