import { once } from "../../text/once.ts";
import type { PlanNotes } from "../planned.ts";
import { type FreshReads, type Moment, momentOf, type Situation } from "../reads.ts";
import type { View } from "../view.ts";
import { withinJobs } from "./at-panda.ts";
import { campaignGate } from "./campaigns.ts";
import type { Gated } from "./gated.ts";
import { apartHeld } from "./held-by-rules.ts";
import { monthGate } from "./month-gate.ts";
import { spentOnLedger } from "./spent.ts";

export type Limited = Parameters<ReturnType<typeof campaignGate>>[1][number];

/** What campaigns and the monthly budgets of groups let go, and what one of them holds back. */
export const limitGate = (moment: Moment, notes: Pick<PlanNotes, "trouble">) => {
  const spent = spentOnLedger(moment);
  const [ofCampaigns, ofMonths] = [campaignGate(moment, notes, spent), monthGate(moment, notes, spent)];
  return async <T extends Limited>(view: View, ones: readonly T[]): Promise<Gated<T>> => {
    const first = await ofCampaigns(view, ones);
    const { go, held } = await ofMonths(view, first.go);
    return { go, held: [...first.held, ...held] };
  };
};

/** What no freeze, no site, no campaign and no limit holds back, asked where `checking` and `submitting` are written, at main's head of that moment. */
export const goNow = (situation: Situation & FreshReads, notes: Pick<PlanNotes, "trouble">) => {
  const opened = once(async () => {
    const mainHead = await situation.git.mainHead();
    const moment = momentOf(situation, mainHead);
    return { moment, gate: limitGate(moment, notes) };
  });
  return async <T extends Limited>(view: View, ones: readonly T[]): Promise<readonly T[]> => {
    if (ones.length === 0) return ones;
    const { moment, gate } = await opened();
    const { go } = await gate(view, (await apartHeld(moment, ones)).go);
    return (await withinJobs(situation, moment.mainHead, view, go)).go;
  };
};
