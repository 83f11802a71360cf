import { lastSeed } from "../ledger/streams.ts";
import type { GivenSeeds } from "./ledger-summary.ts";

/** Ranges follow each other by construction; an import or a correction by hand may break that. */
export const sharedSeeds = (given: readonly GivenSeeds[]): readonly string[] => {
  const faults: string[] = [];
  for (const ofStream of Map.groupBy(given, ({ range }) => range.stream).values()) {
    let [before, ...rest] = ofStream.toSorted((a, b) => a.range.first - b.range.first);
    for (const one of rest) {
      if (before === undefined) continue;
      const { range } = one;
      const end = Math.min(lastSeed(range), lastSeed(before.range));
      if (range.first <= lastSeed(before.range))
        faults.push(`${one.key} and ${before.key} share the seeds ${range.first} to ${end} of ${range.stream}`);
      if (lastSeed(range) > lastSeed(before.range)) before = one;
    }
  }
  return faults;
};
