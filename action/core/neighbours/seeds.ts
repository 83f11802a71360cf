import { lastSeed, nextSeed } from "../ledger/streams.ts";
import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import type { Ledgered, Own } from "./around.ts";

/**
 * Whether the digits of a stream hold the ranges that these will get, one behind the other, behind what the ledger gave
 * away. Two users of one stream are no fault; that two steps get the same seeds cannot happen, as every range begins
 * behind the last one. What stands on main and has no range yet is judged so by reconcile when it gives it one.
 */
export const judgeSeeds = (judged: readonly Own[], ledger: Ledgered | undefined): readonly (readonly Problem[])[] => {
  const given = new Map<string, number>();
  return judged.map(({ production, facts }) => {
    if (ledger?.versions.get(facts.tag)?.has(facts.version) === true) return [];
    return production.steps.flatMap(({ name, seed, mostJobs }) => {
      if (seed === undefined || mostJobs === undefined) return [];
      const { stream, digits } = seed;
      const first = nextSeed(given.get(stream) ?? ledger?.seeds.get(stream));
      const last = lastSeed({ first, count: mostJobs });
      given.set(stream, last);
      if (digits === undefined || last < 10 ** digits) return [];
      return [
        problemAt(
          production.where,
          ["steps", name, "seed", "digits"],
          "seeds-exhausted",
          `Seeds ${first} to ${last} of ${stream} do not fit ${digits} digits.`,
          { hint: `digits: ${String(last).length}, or another stream` },
        ),
      ];
    });
  });
};
