import { type Asking, ask, type Moment } from "../asking.ts";
import type { PlanNotes } from "../planned.ts";
import { shared } from "../shared.ts";
import type { View } from "../view.ts";
import { campaignGate } from "./campaigns.ts";
import { apartHeld } from "./held-by-rules.ts";

type Going = Parameters<ReturnType<typeof campaignGate>>[1][number];

/** What no freeze, no site and no campaign holds back, asked where `checking` and `submitting` are written, at main's head of that moment. */
export const goNow = (standing: Omit<Moment, "mainHead" | "asOf">, notes: Pick<PlanNotes, "trouble">) => {
  const opened = shared(function* () {
    const mainHead = yield* ask({ ask: "main-head" });
    const moment: Moment = { ...standing, mainHead, asOf: { asOf: mainHead } };
    return { moment, gate: campaignGate(moment, notes) };
  });
  return function* <T extends Going>(view: View, ones: readonly T[]): Asking<readonly T[]> {
    if (ones.length === 0) return ones;
    const { moment, gate } = yield* opened();
    return (yield* gate(view, (yield* apartHeld(moment, ones)).go)).go;
  };
};
