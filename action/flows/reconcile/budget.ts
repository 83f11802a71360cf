import { type Cost, cutToBudget, minus, noCost, type Work } from "../../core/pass/cost.ts";
import { leftOf, type PassSpent, unlimited, whyWaits } from "../../core/pass/left.ts";
import { counted } from "../../core/text/amounts.ts";
import type { Allowance } from "../../ports/allowance.ts";
import type { Clock } from "../../ports/clock.ts";

/** What a pass may still do. It is asked before each thing that is done whole or not at all. */
export type Budget = {
  /**
   * Those that can be paid beside what is kept, or with `inOrder` the first of them. Of the others people are told that they
   * wait, as `noun`, and why.
   */
  take<T extends Work>(works: readonly T[], noun: string, kept?: Cost, inOrder?: boolean): Promise<readonly T[]>;
  spend(what: Partial<PassSpent>): void;
  /** What waits for the next pass, and why; of each noun what was found last. */
  readonly postponed: Map<string, string>;
};

export const openBudget = (clock: Clock, allowance: Allowance | undefined, seconds: number | undefined): Budget => {
  const began = clock.monotonic();
  const spent = { pushes: 0, panda: 0 };
  const postponed = new Map<string, string>();
  return {
    take: async (works, noun, kept = noCost, inOrder = false) => {
      const allowed = (await allowance?.now()) ?? unlimited;
      const gone = (clock.monotonic() - began) / 1000;
      const left = minus(leftOf(allowed, { ...spent, seconds: gone }, seconds), kept);
      const { now, later } = cutToBudget(works, left, inOrder);
      const [first] = later;
      if (first === undefined) postponed.delete(noun);
      else {
        const rest = now.reduce((all, { cost }) => minus(all, cost), left);
        const verb = later.length === 1 ? "waits" : "wait";
        postponed.set(noun, `${counted(later.length, noun)} ${verb}: ${whyWaits(first.cost, rest, allowed)}`);
      }
      return now;
    },
    spend: ({ pushes = 0, panda = 0 }) => {
      spent.pushes += pushes;
      spent.panda += panda;
    },
    postponed,
  };
};
