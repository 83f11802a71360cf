import type { DataLook } from "../core/catalogue/judge-data.ts";
import { Failure } from "../core/problems/failure.ts";
import type { Catalogue } from "../ports/catalogue.ts";
import { findData } from "./validation/look-at-data.ts";

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
