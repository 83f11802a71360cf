import type { Facts, Standing } from "../../index/facts.ts";
import type { Problem } from "../../problem.ts";
import { problemAt } from "../../request/places.ts";
import type { Around, Own } from "./around.ts";

/**
 * Whether the digits of a stream hold the range that this will get: behind what the ledger gave away, and behind what
 * stands on the tree and was given nothing yet. Two users of one stream are no fault, since their ranges follow each
 * other; that two steps get the same seeds cannot happen, as every range begins where the last one ended.
 */
export const judgeSeeds = (
  { production, facts }: Own,
  { beside, ledger }: Around,
  isLater: (other: Standing) => boolean,
): readonly Problem[] => {
  if (isRecorded(ledger, facts)) return [];
  const free = new Map<string, number>();
  return production.steps.flatMap(({ name, seed, mostJobs }) => {
    if (seed === undefined || mostJobs === undefined) return [];
    const { stream, digits } = seed;
    const before = free.get(stream) ?? (ledger?.free.get(stream) ?? 1) + waiting(stream);
    free.set(stream, before + mostJobs);
    const last = before + mostJobs - 1;
    if (digits === undefined || last < 10 ** digits) return [];
    return [
      problemAt(
        production.where,
        ["steps", name, "seed", "digits"],
        "seeds-exhausted",
        `Seeds ${before} to ${last} of ${stream} do not fit ${digits} digits.`,
        { hint: `digits: ${String(last).length}, or another stream` },
      ),
    ];
  });

  function waiting(stream: string): number {
    return beside
      .usingStream(stream)
      .filter((other) => other !== facts && !isLater(other) && !isRecorded(ledger, other))
      .flatMap(({ seeds }) => seeds)
      .reduce((sum, seed) => sum + (seed.stream === stream ? seed.count : 0), 0);
  }
};

const isRecorded = (ledger: Around["ledger"], { tag, version }: Facts): boolean =>
  ledger?.versions.get(tag)?.has(version) ?? false;
