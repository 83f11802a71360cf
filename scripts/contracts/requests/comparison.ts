import { type AllowedDifference, allowedDifferences } from "./allowed-differences.ts";
import type { Compared, Difference } from "./difference.ts";

/** Counts over all workflows, and throws on the first workflow's difference that is not on the list. */
export type Comparison = { judge(workflow: string, parts: readonly Compared[]): void; lines(): readonly string[] };

export const openComparison = (): Comparison => {
  let [workflows, keys] = [0, 0];
  const seen = new Map<AllowedDifference, number>();
  return {
    judge: (workflow, parts) => {
      workflows += 1;
      keys += parts.reduce((sum, part) => sum + part.keys, 0);
      const faults: string[] = [];
      for (const difference of parts.flatMap(({ differences }) => differences)) {
        const allowed = allowedDifferences.find(({ at, allows }) => at.test(difference.at) && allows(difference));
        if (allowed === undefined) faults.push(shown(difference));
        else seen.set(allowed, (seen.get(allowed) ?? 0) + 1);
      }
      if (faults.length > 0) throw new Error(`${workflow} differs from pchain:\n${faults.join("\n")}`);
    },
    lines: () => [
      `${workflows} workflows, ${keys} keys compared with pchain's, ${total(seen)} differences, all on the list of ${allowedDifferences.length}:`,
      ...allowedDifferences.map((allowed) => `  ${seen.get(allowed) ?? 0} x ${allowed.name}: ${allowed.reason}`),
    ],
  };
};

const total = (seen: ReadonlyMap<AllowedDifference, number>): number =>
  [...seen.values()].reduce((sum, count) => sum + count, 0);

const shown = ({ at, ours, theirs }: Difference): string =>
  `${at}\n  ours   ${JSON.stringify(ours)}\n  theirs ${JSON.stringify(theirs)}`;
