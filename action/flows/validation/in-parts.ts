import { byParts } from "../../core/text/by-parts.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";

/** What is made of many productions, when their files need not be in memory together: each part is forgotten before the next is read. */
export const inParts = async <T>(
  snapshot: Pick<Snapshot, "all">,
  folders: readonly string[],
  make: (sources: readonly ProductionSource[]) => readonly T[],
): Promise<readonly T[]> => {
  const made: T[] = [];
  for (const part of byParts(folders, productionsAtOnce)) made.push(...make(await snapshot.all(part)));
  return made;
};

/** Productions. For each part git lists the tree once more. */
const productionsAtOnce = 2500;
