import { placeInCampaign } from "../../conventions/campaign.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import type { InCampaign } from "../../ledger/queued.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { shared, sharedEach } from "../../pass/shared.ts";
import { describeError, Failure } from "../../problems/failure.ts";
import { counted } from "../../text/amounts.ts";
import { freezeEnd } from "../../text/freeze-end.ts";
import { type Asking, all, orFailed } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { isTrialPromise } from "../authorization/authorize-trial.ts";
import type { Moment } from "../moment.ts";
import type { PlanNotes } from "../planned.ts";
import type { View } from "../view.ts";
import { aheadOf } from "./campaign-order.ts";
import { useOf } from "./campaign-use.ts";
import { type CampaignOnMain, campaignsOnMain } from "./campaigns-on-main.ts";

type OfIntent = { readonly key: SubmissionKey; readonly state: OpenIntent };
type CampaignSplit<T> = { readonly go: readonly T[]; readonly held: readonly (T & { readonly why: InCampaign })[] };

/**
 * What no campaign of main holds back, and what one does: over its budget or behind its end nothing more goes, and its
 * order holds. Of several that name a production each must let it go. Trials of pull requests are in none.
 */
export const campaignGate = (moment: Moment, { trouble }: Pick<PlanNotes, "trouble">) => {
  const campaigns = shared(() => campaignsOnMain(moment));
  const faultOf = sharedEach(function* (name: string): Asking<CampaignFault> {
    const one = (yield* campaigns()).find((each) => each.name === name);
    return one === undefined ? undefined : yield* orFailed(campaignFault(moment, one));
  });
  function* heldBy(view: View, { intent }: OpenIntent): Asking<readonly [campaign: string, CampaignFault] | undefined> {
    for (const one of yield* campaigns()) {
      if (placeInCampaign(one.names, intent.tag) === undefined) continue;
      const fault = (yield* faultOf(one.name)) ?? (yield* turnFault(moment, view, one, intent.tag));
      if (fault !== undefined) return [one.name, fault];
    }
    return undefined;
  }
  return function* <T extends OfIntent>(view: View, ones: readonly T[]): Asking<CampaignSplit<T>> {
    if (ones.length === 0 || (yield* campaigns()).length === 0) return { go: ones, held: [] };
    const found = yield* all(
      ones.map(function* ({ state }) {
        return isTrialPromise(state) ? undefined : yield* heldBy(view, state);
      }),
    );
    const [go, held]: [T[], (T & { readonly why: InCampaign })[]] = [[], []];
    for (const [index, one] of ones.entries()) {
      const [campaign, fault] = found[index] ?? [];
      if (campaign === undefined || fault === undefined) go.push(one);
      else if (fault instanceof Failure) trouble(one.key, describeError(fault));
      else held.push({ ...one, why: { campaign, reason: fault } });
    }
    return { go, held };
  };
};

type CampaignFault = string | Failure | undefined;

/** Why nothing of it goes, whatever it is. It names no amount that changes with each merge: the ledger would say it again for each that waits. */
function* campaignFault(moment: Moment, one: CampaignOnMain): Asking<CampaignFault> {
  if (one.campaign === undefined) return one.why;
  const { end, coreHours } = one.campaign;
  const ended = end === undefined ? undefined : freezeEnd(end)?.toISOString();
  if (ended !== undefined && ended <= moment.now) return `it ended on ${utcMinute(ended)}`;
  if (coreHours === undefined) return undefined;
  const use = yield* useOf(moment, one);
  const budget = counted(coreHours, "core-hour");
  if ("unknown" in use) return `nobody can say how many core-hours ${use.unknown} may use, and its budget is ${budget}`;
  return use.coreHours <= coreHours ? undefined : `its productions on main ask for more than its budget of ${budget}`;
}

function* turnFault(
  { mainHead }: Moment,
  view: View,
  { campaign }: CampaignOnMain,
  tag: string,
): Asking<string | undefined> {
  if (campaign?.order === undefined) return undefined;
  const { productions, order } = campaign;
  return yield* aheadOf(mainHead, view, { productions, order }, tag);
}
