import { type Asking, ask, type Moment } from "../asking.ts";
import type { PlanNotes } from "../planned.ts";
import { shared } from "../shared.ts";
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
  const spent = spentOnLedger();
  const [ofCampaigns, ofMonths] = [campaignGate(moment, notes, spent), monthGate(moment, notes, spent)];
  return function* <T extends Limited>(view: View, ones: readonly T[]): Asking<Gated<T>> {
    const first = yield* ofCampaigns(view, ones);
    const { go, held } = yield* ofMonths(view, first.go);
    return { go, held: [...first.held, ...held] };
  };
};

/** What no freeze, no site, no campaign and no limit holds back, asked where `checking` and `submitting` are written, at main's head of that moment. */
export const goNow = (situation: Omit<Moment, "mainHead" | "asOf">, notes: Pick<PlanNotes, "trouble">) => {
  const opened = shared(function* () {
    const mainHead = yield* ask({ ask: "main-head" });
    const moment: Moment = { ...situation, mainHead, asOf: { asOf: mainHead } };
    return { moment, gate: limitGate(moment, notes) };
  });
  return function* <T extends Limited>(view: View, ones: readonly T[]): Asking<readonly T[]> {
    if (ones.length === 0) return ones;
    const { moment, gate } = yield* opened();
    const { go } = yield* gate(view, (yield* apartHeld(moment, ones)).go);
    return (yield* withinJobs(moment.mainHead, view, go)).go;
  };
};
