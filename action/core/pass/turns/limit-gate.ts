import type { HeldWithin } from "../../ledger/queued.ts";
import type { Asking, Moment } from "../asking.ts";
import type { PlanNotes } from "../planned.ts";
import type { View } from "../view.ts";
import { campaignGate } from "./campaigns.ts";
import { monthGate } from "./month-gate.ts";

export type Limited = Parameters<ReturnType<typeof campaignGate>>[1][number];
type LimitSplit<T> = { readonly go: readonly T[]; readonly held: readonly (T & { readonly why: HeldWithin })[] };

/** What campaigns and the monthly budgets of groups let go, and what one of them holds back. */
export const limitGate = (moment: Moment, notes: Pick<PlanNotes, "trouble">) => {
  const [ofCampaigns, ofMonths] = [campaignGate(moment, notes), monthGate(moment, notes)];
  return function* <T extends Limited>(view: View, ones: readonly T[]): Asking<LimitSplit<T>> {
    const first = yield* ofCampaigns(view, ones);
    const { go, held } = yield* ofMonths(first.go);
    return { go, held: [...first.held, ...held] };
  };
};
