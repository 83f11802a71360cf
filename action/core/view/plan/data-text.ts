import type { Replicas, Storage } from "../../catalogue/data-seen.ts";
import { type DataLook, type DataSeen, dataFault, type NeededData } from "../../catalogue/judge-data.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { counted, sizeText } from "../../text/amounts.ts";

/** A line a dataset that a production reads: what Rucio has of it, where, and what keeps it from being submitted. */
export const dataText = (needed: readonly NeededData[], look: DataLook, at: Date): string =>
  [dataTitle(at), ...needed.map((need) => `  ${need.dataset}: ${seenText(need, look)}`)].join("\n");

export const dataTitle = (at: Date): string => `Data in Rucio, looked up at ${utcMinute(at.toISOString())}:`;

export const seenText = (need: NeededData, { found: all, storages }: DataLook): string => {
  const found = all.get(need.dataset);
  if (found === undefined) return "not looked up: the conventions of main do not name its scope";
  if (found.kind === "unknown") return "Rucio does not know it; it is waited for";
  const { open, kind, files, bytes, events } = found.collection;
  const fault = dataFault(need, found);
  return [
    `${open ? "growing" : "closed"} ${kind}, ${counted(files, "file")}, ${sizeText(bytes)}`,
    ...(events === undefined ? [] : [counted(events, "event")]),
    placesText(found.replicas, need, { files, storages }),
    ...(fault === undefined ? [] : [`${fault.kind === "missing" ? "waits" : "is not submitted"}: ${fault.what}`]),
  ].join(", ");
};

type WholeIn = { readonly files: number; readonly storages: ReadonlyMap<string, Storage> };

const placesText = ({ at, lost }: Replicas, { sites = [] }: NeededData, { files, storages }: WholeIn): string => {
  const places = at.map(({ storage, files: there }) => {
    const { medium = "other", site, readable = true } = storages.get(storage) ?? {};
    const runsThere = site !== undefined && sites.includes(site);
    const facts = [
      medium,
      ...(site === undefined ? [] : [runsThere ? `${site}, where it would run` : site]),
      ...(readable ? [] : ["not readable now"]),
    ];
    return `${there === files ? "all" : there} at ${storage} (${facts.join(", ")})`;
  });
  const nowhere = lost === undefined ? "not counted where each file is" : "nowhere";
  return places.length === 0 ? nowhere : places.join(", ");
};

export const dataJson = (needed: readonly NeededData[], { found, storages }: DataLook, at: Date): object => ({
  at: at.toISOString(),
  datasets: needed.map((need) => jsonOf(need, found.get(need.dataset), storages)),
});

const jsonOf = (need: NeededData, one: DataSeen | undefined, storages: DataLook["storages"]): object => {
  if (one?.kind !== "known") return { ...need, known: false };
  const { open, kind, files, bytes, events } = one.collection;
  const { at: places, lost } = one.replicas;
  return {
    ...{ dataset: need.dataset, known: true, kind, open, files, bytes, events, lost },
    replicas: places.map((place) => ({ ...place, ...withoutName(storages.get(place.storage)) })),
    fault: dataFault(need, one),
  };
};

const withoutName = (storage: Storage | undefined): object => {
  const { name: _, ...facts } = storage ?? { name: "" };
  return facts;
};
