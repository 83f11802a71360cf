import {
  type Collection,
  type Did,
  didText,
  type FileNames,
  type Replica,
  type Replicas,
} from "../../core/catalogue/data-seen.ts";
import { Outage } from "../../core/problems/failure.ts";
import { countFiles, didParts } from "./collections.ts";
import { countIn, type RucioRow, readStream, rucioLater, textIn } from "./rucio-call.ts";
import type { RucioSession } from "./rucio-session.ts";

/**
 * What one look counts file by file: a list of 100,000 files is 30 MB. Behind it what Rucio has counted itself is said,
 * which is late, and never knows of a copy that was declared bad (RUCIO C10).
 */
const maxCounted = { datasets: 200, files: 100_000 } as const;

/** One question for hundreds, and as far as there is room one for each, which alone knows of what is lost. */
export const readReplicas = async (
  rucio: RucioSession,
  collections: readonly Collection[],
): Promise<ReadonlyMap<string, Replicas>> => {
  const datasets = new Map(collections.flatMap((one) => one.datasets.map((did) => [didText(did), did] as const)));
  const sizes = new Map(collections.map(({ did, files }) => [didText(did), files]));
  const room = { ...maxCounted } as { datasets: number; files: number };
  const deep = [...datasets].filter(([name]) => {
    room.datasets -= 1;
    room.files -= sizes.get(name) ?? 0;
    return room.datasets >= 0 && room.files >= 0;
  });
  const counted = await readCounted(rucio, [...datasets.values()].slice(deep.length));
  const known = new Map([...counted].map(([name, at]): [string, Replicas] => [name, { at, lost: undefined }]));
  await Promise.all(deep.map(async ([name, did]) => known.set(name, await countDeeply(rucio, did, sizes.get(name)))));
  return new Map(collections.map((one) => [didText(one.did), together(one, known)]));
};

/** Of a container: what its datasets have in all. */
const together = ({ datasets }: Collection, known: ReadonlyMap<string, Replicas>): Replicas => {
  const all = datasets.map((did) => known.get(didText(did)) ?? { at: [], lost: undefined });
  const sums = new Map<string, number>();
  for (const { storage, files } of all.flatMap(({ at }) => at)) sums.set(storage, (sums.get(storage) ?? 0) + files);
  const lost = all.reduce((sum, one) => sum + (one.lost ?? Number.NaN), 0);
  return {
    at: [...sums].map(([storage, files]) => ({ storage, files })),
    lost: Number.isNaN(lost) ? undefined : lost,
    ...namesOfAll(all.map(({ files }) => files)),
  };
};

/** Only where all were counted. */
const namesOfAll = (parts: readonly (FileNames | undefined)[]): Pick<Replicas, "files"> => {
  const known = parts.flatMap((one) => one ?? []);
  if (known.length < parts.length) return {};
  return { files: { good: known.flatMap(({ good }) => good), lost: known.flatMap(({ lost }) => lost) } };
};

/** A daemon of Rucio counts these, minutes late, and only where a rule has made them (RUCIO C10). */
const readCounted = async (
  rucio: RucioSession,
  dids: readonly Did[],
): Promise<ReadonlyMap<string, readonly Replica[]>> => {
  const what = "look up replicas";
  const answers = await Promise.all(
    didParts(dids).map((part) =>
      rucio.read({ method: "POST", path: "/replicas/datasets_bulk", body: { dids: part } }, what),
    ),
  );
  const rows = answers.flatMap(({ text }) => readStream(text, what));
  const byName = Map.groupBy(rows, (row) => `${textIn(row, "scope")}:${textIn(row, "name")}`);
  return new Map([...byName].map(([name, each]) => [name, each.map(replicaOf)]));
};

const replicaOf = (row: RucioRow): Replica => ({
  storage: textIn(row, "rse"),
  files: countIn(row, "available_length") ?? 0,
});

/** File by file: what is where, and what is nowhere. A storage element that cannot be read for now loses nothing (RUCIO C17). */
const countDeeply = async (rucio: RucioSession, did: Did, counted: number | undefined): Promise<Replicas> => {
  const what = `look for the files of ${didText(did)}`;
  const body = { dids: [did], all_states: true, ignore_availability: true };
  const { text } = await rucio.read({ method: "POST", path: "/replicas/list", body }, what);
  const files = readStream(text, what);
  if (files.length !== counted) await beWhole(rucio, did, { listed: files.length, counted });
  const seen = files.map((row) => ({ name: textIn(row, "name"), copies: goodCopies(row) }));
  const sums = Map.groupBy(
    seen.flatMap(({ copies }) => copies),
    (storage) => storage,
  );
  const [good, lost] = [false, true].map((is) => seen.filter(({ copies }) => (copies.length === 0) === is));
  return {
    at: [...sums].map(([storage, each]) => ({ storage, files: each.length })),
    lost: lost?.length ?? 0,
    files: { good: (good ?? []).map(({ name }) => name), lost: (lost ?? []).map(({ name }) => name) },
  };
};

/** Only Rucio's own count says whether a list was cut (RUCIO C4). Of one that grows it may have got files since `counted`. */
const beWhole = async (
  rucio: RucioSession,
  did: Did,
  { listed, counted = listed }: { readonly listed: number; readonly counted: number | undefined },
): Promise<void> => {
  const now = (await countFiles(rucio, did)).files;
  if (listed !== now && (counted >= listed || listed > now))
    throw new Outage(`Rucio counts ${now} files in ${didText(did)}, but lists ${listed}.`, rucioLater);
};

/** Storage elements of a row of `replicas/list`. */
export const goodCopies = (row: RucioRow): readonly string[] => {
  const states: unknown = row["states"];
  if (typeof states !== "object" || states === null) return [];
  return Object.entries(states).flatMap(([storage, state]) => (state === "AVAILABLE" ? [storage] : []));
};
