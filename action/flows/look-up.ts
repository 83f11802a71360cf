import { type DataLook, isLookedUp } from "../core/catalogue/judge-data.ts";
import type { LookAnswer } from "../core/catalogue/look-answer.ts";
import type { Conventions } from "../core/conventions/conventions.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import type { Catalogue } from "../ports/catalogue.ts";
import type { Clock } from "../ports/clock.ts";
import { findData, type OpenCatalogue } from "./validation/look-at-data.ts";

/** What the experiment's Rucio has of these datasets, and where. */
export const lookUp = async (catalogue: Catalogue, datasets: readonly string[]): Promise<DataLook> => {
  const found = await findData(catalogue, datasets);
  const at = [...found.values()].flatMap((one) => (one.kind === "known" ? one.replicas.at : []));
  const names = new Set(at.map(({ storage }) => storage));
  return { found, storages: await catalogue.storages([...names]) };
};

/** The number of files that `files` of a request is set to: only what is there, and can be read whole. */
export const filesThere = async (
  catalogue: Catalogue,
  datasets: readonly string[],
): Promise<ReadonlyMap<string, { readonly files: number; readonly events: number | undefined }>> => {
  const { found } = await lookUp(catalogue, datasets);
  return new Map(
    [...found].map(([dataset, one]) => {
      if (one.kind === "unknown")
        throw new Failure(`Rucio does not know ${dataset}.`, { wayOut: "Correct the name. Nothing was written." });
      const { files, events } = one.collection;
      if (files === 0) throw new Failure(`${dataset} is empty.`, { wayOut: "Nothing was written." });
      return [dataset, { files, events }];
    }),
  );
};

/**
 * What the experiment's Rucio has of these names, which a pull request chose: only those are asked for that main's
 * conventions look up, of the first of them that names a Rucio. Where it cannot be asked, that is the answer.
 */
export const lookForPlans = async (
  { open, clock }: { readonly open: OpenCatalogue; readonly clock: Pick<Clock, "now"> },
  rules: readonly Conventions[],
  datasets: readonly string[],
): Promise<LookAnswer> => {
  const own = rules.find(({ rucio }) => rucio !== undefined);
  if (own?.rucio === undefined) return { kind: "not", why: "The conventions on main name no Rucio." };
  const { rucio } = own;
  const meant = datasets.filter((dataset) => isLookedUp(own, dataset));
  const look = await orFailure(() => lookUp(open(rucio), meant));
  return look instanceof Failure ? { kind: "not", why: look.message } : { kind: "looked", at: clock.now(), look };
};
