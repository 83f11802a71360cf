import type { Asking, Moment } from "../asking.ts";
import type { PlanNotes } from "../planned.ts";
import type { View } from "../view.ts";
import { campaignGate } from "./campaigns.ts";
import type { Gated } from "./gated.ts";
import { monthGate } from "./month-gate.ts";

export type Limited = Parameters<ReturnType<typeof campaignGate>>[1][number];

/** What campaigns and the monthly budgets of groups let go, and what one of them holds back. */
export const limitGate = (moment: Moment, notes: Pick<PlanNotes, "trouble">) => {
  const [ofCampaigns, ofMonths] = [campaignGate(moment, notes), monthGate(moment, notes)];
  return function* <T extends Limited>(view: View, ones: readonly T[]): Asking<Gated<T>> {
    const first = yield* ofCampaigns(view, ones);
    const { go, held } = yield* ofMonths(first.go);
    return { go, held: [...first.held, ...held] };
  };
};
