import { lastSeed, nextSeed } from "../ledger/streams.ts";
import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import type { CheckSubject, Ledgered } from "./context.ts";
import { tagAtVersion } from "./supersedes.ts";

/**
 * Whether the generators take the ranges that these will get, one after the other, after the ranges that the
 * ledger has given. Two users of one stream are no fault; two steps cannot get the same seeds, as every range begins
 * after the last one. For productions on main that have no range yet, reconcile checks this when it gives it.
 */
export const checkSeeds = (
  validated: readonly CheckSubject[],
  ledger: Ledgered | undefined,
): readonly (readonly Problem[])[] => {
  const given = new Map<string, number>();
  const take = (stream: string, count: number): { readonly first: number; readonly last: number } => {
    const first = nextSeed(given.get(stream) ?? ledger?.seeds.get(stream));
    const last = lastSeed({ first, count });
    given.set(stream, last);
    return { first, last };
  };
  return validated.map((own) => {
    const { where, steps } = own.production;
    const ranges = new Map<string, { readonly first: number; readonly last: number }>();
    for (const steps of newRunsOf(own.production, ledger))
      for (const { name, seed, maxJobs } of steps) {
        if (seed === undefined || maxJobs === undefined) continue;
        const { first, last } = take(seed.stream, maxJobs);
        ranges.set(name, { first: ranges.get(name)?.first ?? first, last });
      }
    return steps.flatMap(({ name, seed }) => {
      const range = ranges.get(name);
      if (range === undefined || seed === undefined || range.last <= seed.max) return [];
      return problemAt(where, ["steps", name, "seed", "max"], "seeds-exhausted", {
        message: `Numbers ${range.first} to ${range.last} of ${seed.stream} go beyond ${seed.max}, the largest that the generator takes.`,
        hint: "seed: { stream: ANOTHER }, or a larger `max` where the generator takes it",
      });
    });
  });
};

/** The steps of each submission that has no seeds yet: appended runs of a version that the ledger knows are new. */
const newRunsOf = (
  { runs, steps, stepsOfRuns, tag, version }: Production,
  ledger: Ledgered | undefined,
): readonly Production["steps"][] => {
  if (runs === undefined) return ledger?.versions.get(tag)?.has(version) === true ? [] : [steps];
  const known = ledger?.growing.get(tagAtVersion(tag, version));
  return runs.flatMap(({ run }, index) => (known?.has(run) === true ? [] : [stepsOfRuns?.[index] ?? steps]));
};
