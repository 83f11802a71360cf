import { type Collection, didOf, didText, type Replicas } from "../../core/catalogue/data-seen.ts";
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
      return [dataset, { kind: "known", collection, replicas: replicas.get(name) ?? nothingKnown }];
    }),
  );
};

const nothingKnown: Replicas = { at: [], lost: undefined };

type Look<T> = (place: RucioPlace, datasets: readonly string[]) => Promise<ReadonlyMap<string, T>>;

export type DataAsked = {
  readonly data: Look<DataFound>;
  readonly collections: Look<Collection>;
  readonly replicas: (place: RucioPlace, collection: Collection) => Promise<Replicas>;
};

/** One login at each Rucio. All that is asked of one at the same time is one look; lists of files are asked for one by one. */
export const lookAtData = (open: OpenCatalogue | undefined): DataAsked => {
  const catalogues = new Map<string, Catalogue>();
  const catalogueAt = (words: string): Catalogue => {
    const catalogue = catalogues.get(words) ?? opened(open, JSON.parse(words) as RucioPlace); // what `together` below wrote
    catalogues.set(words, catalogue);
    return catalogue;
  };
  const find = together(async (words, datasets) => {
    const found = await findData(catalogueAt(words), datasets);
    return (dataset): DataFound => found.get(dataset) ?? { kind: "unknown" };
  });
  const count = together(async (words, datasets) => {
    const found = await catalogueAt(words).collections(datasets.map(didOf));
    return (dataset) => found.get(didText(didOf(dataset)));
  });
  return {
    data: find,
    collections: async (place, datasets) =>
      new Map([...(await count(place, datasets))].flatMap(([name, one]) => (one === undefined ? [] : [[name, one]]))),
    replicas: async (place, collection) =>
      (await catalogueAt(wordsOf(place)).replicas([collection])).get(didText(collection.did)) ?? nothingKnown,
  };
};

const wordsOf = (place: RucioPlace): string => JSON.stringify(place);

const together = <T>(call: Parameters<typeof inOneCall<T>>[0]): Look<T> => {
  const one = inOneCall(call);
  return async (place, datasets) =>
    new Map(await Promise.all(datasets.map(async (dataset) => [dataset, await one(wordsOf(place), dataset)] as const)));
};

const opened = (open: OpenCatalogue | undefined, place: RucioPlace): Catalogue => {
  if (open !== undefined) return open(place);
  throw new Failure("The conventions name a Rucio, but this pass has no login to it.", {
    wayOut: "Set RUCIO_HOST and the login in the environment panda; `shrek init` prints the commands.",
  });
};
