import { didOf, didText } from "../../core/catalogue/did.ts";
import type { DataFound } from "../../core/catalogue/judge-data.ts";
import type { RucioPlace } from "../../core/login/rucio-settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import { inOneCall } from "./in-one-call.ts";

export type OpenCatalogue = (place: RucioPlace) => Catalogue;

/** Of each of these names: what Rucio has, or that it has none. */
export const findData = async (
  catalogue: Catalogue,
  datasets: readonly string[],
): Promise<ReadonlyMap<string, DataFound>> => {
  const collections = await catalogue.collections(datasets.map(didOf));
  const replicas = await catalogue.replicas([...collections.values()]);
  return new Map(
    datasets.map((dataset): readonly [string, DataFound] => {
      const name = didText(didOf(dataset));
      const collection = collections.get(name);
      if (collection === undefined) return [dataset, { kind: "unknown" }];
      return [dataset, { kind: "known", collection, replicas: replicas.get(name) ?? { at: [], lost: undefined } }];
    }),
  );
};

/** All that is asked of one Rucio at the same time is one look. */
export const lookAtData = (
  open: OpenCatalogue | undefined,
): ((place: RucioPlace, datasets: readonly string[]) => Promise<ReadonlyMap<string, DataFound>>) => {
  const catalogues = new Map<string, Catalogue>();
  const look = inOneCall(async (words, datasets) => {
    const place = JSON.parse(words) as RucioPlace; // what `look` below wrote
    const catalogue = catalogues.get(words) ?? opened(open, place);
    catalogues.set(words, catalogue);
    const found = await findData(catalogue, datasets);
    return (dataset): DataFound => found.get(dataset) ?? { kind: "unknown" };
  });
  return async (place, datasets) =>
    new Map(
      await Promise.all(
        datasets.map(async (dataset) => [dataset, await look(JSON.stringify(place), dataset)] as const),
      ),
    );
};

const opened = (open: OpenCatalogue | undefined, place: RucioPlace): Catalogue => {
  if (open !== undefined) return open(place);
  throw new Failure("The conventions name a Rucio, but this pass has no login to it.", {
    wayOut: "Set RUCIO_HOST and the login in the environment panda; `shrek init` prints the commands.",
  });
};
