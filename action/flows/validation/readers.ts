import type { Validated } from "../../core/cross-checks/check-sources.ts";
import { repositoryIndexOf } from "../../core/cross-checks/context.ts";
import { type Neighbour, productionFacts } from "../../core/cross-checks/facts.ts";
import { compareText } from "../../core/problems/problem.ts";
import type { DataReader } from "../../core/view/plan/readers-text.ts";

/** By tag, the readers of its data on this tree, of the productions that the ledger knew before: others have no readers yet. */
export const readersOf = async (
  validated: readonly Validated[],
  onTree: () => Promise<readonly Neighbour[]>,
): Promise<ReadonlyMap<string, readonly DataReader[]>> => {
  const own = validated.flatMap(({ valid, since }) => (valid === undefined ? [] : [{ valid, since }]));
  const tags = own.flatMap(({ valid, since }) => (since === undefined ? [] : [valid.production.tag]));
  if (tags.length === 0) return new Map();
  const index = repositoryIndexOf([...(await onTree()), ...own.map(({ valid }) => productionFacts(valid.production))]);
  return new Map(tags.map((tag) => [tag, index.reading(tag).flatMap((one) => readersIn(one, tag))]));
};

const readersIn = ({ tag, version, needs }: ReturnType<typeof productionFacts>, read: string): readonly DataReader[] =>
  [...new Set(needs.flatMap((need) => (need.of === read ? [need.version] : [])))]
    .toSorted(compareText)
    .map((reads) => ({ tag, version, reads }));
