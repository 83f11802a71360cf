import { type DataFound, dataFault, dataObserved, type NeededData, neededData } from "../catalogue/judge-data.ts";
import type { RucioPlace } from "../login/rucio-settings.ts";
import type { Production } from "../production/production.ts";
import type { Observation } from "../submission/observation.ts";
import type { Reads } from "./reads.ts";

/**
 * Whether the data that it reads are there, by the experiment's Rucio, as main's conventions name it; `undefined`: they
 * are, or the experiment has none. Where Rucio cannot be asked it is a Failure, and decides nothing (SAFETY rule 10).
 */
export async function observeData(reads: Reads, production: Production): Promise<Observation | undefined> {
  const { rucio } = production.conventions;
  return rucio === undefined ? undefined : await observeNeeded(reads, rucio, neededData(production));
}

export async function observeNeeded(
  reads: Reads,
  place: RucioPlace,
  needed: readonly NeededData[],
): Promise<Observation | undefined> {
  if (needed.length === 0) return undefined;
  const found = await reads.rucio.data(
    rucioAt(place),
    needed.map(({ dataset }) => dataset),
  );
  return dataObserved(needed.flatMap((need) => dataFault(need, foundOf(found, need)) ?? []));
}

export const rucioAt = ({ server, account, login }: RucioPlace): RucioPlace => ({ server, account, login });

/** Each name that was asked has an answer. */
export const foundOf = (found: ReadonlyMap<string, DataFound>, { dataset }: Pick<NeededData, "dataset">): DataFound => {
  const one = found.get(dataset);
  if (one === undefined) throw new Error(`${dataset} was not answered`);
  return one;
};
