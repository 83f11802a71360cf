import type { Replicas, Storage } from "../../catalogue/data-seen.ts";
import { type DataFound, type DataLook, dataFault } from "../../catalogue/judge-data.ts";
import type { NeededData } from "../../catalogue/needed-data.ts";
import { counted, sizeText } from "../../text/amounts.ts";

/** A line a dataset that a production reads: what Rucio has of it, where, and what keeps it from being submitted. */
export const dataText = (needed: readonly NeededData[], { found, storages }: DataLook, at: Date): string =>
  [
    `Data in Rucio, looked up at ${at.toISOString().slice(0, 16).replace("T", " ")} UTC:`,
    ...needed.map((need) => `  ${need.dataset}: ${seenText(need, found.get(need.dataset), storages)}`),
  ].join("\n");

const seenText = (need: NeededData, found: DataFound | undefined, storages: ReadonlyMap<string, Storage>): string => {
  if (found === undefined) return "not looked up";
  if (found.kind === "unknown") return "Rucio does not know it; it is waited for";
  const { open, kind, files, bytes, events } = found.collection;
  const fault = dataFault(need, found);
  return [
    `${open ? "growing" : "closed"} ${kind}, ${counted(files, "file")}, ${sizeText(bytes)}`,
    ...(events === undefined ? [] : [counted(events, "event")]),
    placesText(found.replicas, files, storages),
    ...(fault === undefined ? [] : [`${fault.kind === "missing" ? "waits" : "is not submitted"}: ${fault.what}`]),
  ].join(", ");
};

const placesText = ({ at, lost }: Replicas, files: number, storages: ReadonlyMap<string, Storage>): string => {
  const places = at.map(({ storage, files: there }) => {
    const { medium = "other", site, readable = true } = storages.get(storage) ?? {};
    const facts = [medium, ...(site === undefined ? [] : [site]), ...(readable ? [] : ["not readable now"])];
    return `${there === files ? "all" : there} at ${storage} (${facts.join(", ")})`;
  });
  const nowhere = lost === undefined ? "not counted where each file is" : "nowhere";
  return places.length === 0 ? nowhere : places.join(", ");
};

/** The same for programs. */
export const dataJson = (needed: readonly NeededData[], { found, storages }: DataLook, at: Date): object => ({
  at: at.toISOString(),
  datasets: needed.map((need) => {
    const one = found.get(need.dataset);
    if (one?.kind !== "known") return { ...need, known: false };
    const { open, kind, files, bytes, events } = one.collection;
    const { at: places, lost } = one.replicas;
    return {
      ...{ dataset: need.dataset, known: true, kind, open, files, bytes, events, lost },
      replicas: places.map((place) => ({ ...place, ...withoutName(storages.get(place.storage)) })),
      fault: dataFault(need, one),
    };
  }),
});

const withoutName = (storage: Storage | undefined): object => {
  const { name: _, ...facts } = storage ?? { name: "" };
  return facts;
};
