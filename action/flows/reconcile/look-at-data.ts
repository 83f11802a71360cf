import { didOf, didText } from "../../core/catalogue/did.ts";
import type { DataFound } from "../../core/catalogue/judge-data.ts";
import type { RucioPlace } from "../../core/login/rucio-settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import { inOneCall } from "./in-one-call.ts";

export type OpenCatalogue = (place: RucioPlace) => Catalogue;

/** All that is asked of one Rucio at the same time is one look. */
export const lookAtData = (
  open: OpenCatalogue | undefined,
): ((place: RucioPlace, datasets: readonly string[]) => Promise<ReadonlyMap<string, DataFound>>) => {
  const catalogues = new Map<string, Catalogue>();
  const look = inOneCall(async (words, datasets) => {
    const place = JSON.parse(words) as RucioPlace; // what `look` below wrote
    const catalogue = catalogues.get(words) ?? opened(open, place);
    catalogues.set(words, catalogue);
    const dids = datasets.map(didOf);
    const collections = await catalogue.collections(dids);
    const replicas = await catalogue.replicas([...collections.values()]);
    return (dataset): DataFound => {
      const name = didText(didOf(dataset));
      const collection = collections.get(name);
      if (collection === undefined) return { kind: "unknown" };
      return { kind: "known", collection, replicas: replicas.get(name) ?? { at: [], lost: undefined } };
    };
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
