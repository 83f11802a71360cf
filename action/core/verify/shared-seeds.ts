import { readFoundation, readLines } from "../ledger/line.ts";
import { foundationPath, mainPath } from "../ledger/paths.ts";
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

/** What is wrong with the file that makes the branch a ledger, and with that of main. */
export const firstFaults = (foundation: string | undefined, main = ""): readonly string[] => {
  const lines = readLines(main);
  return [
    ...(readFoundation(foundation ?? "") === undefined ? [`${foundationPath} is missing or cannot be read`] : []),
    ...(lines.kind === "read" ? [] : [`${mainPath}:${lines.line} cannot be read`]),
  ];
};
