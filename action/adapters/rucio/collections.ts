import { type Collection, type Did, didText, isDid } from "../../core/catalogue/data-seen.ts";
import { Outage } from "../../core/problems/failure.ts";
import { countIn, dateIn, flagIn, onlyRow, type RucioRow, readStream, rucioLater, textIn } from "./rucio-call.ts";
import type { RucioSession } from "./rucio-session.ts";

/** DIDs in one question: Oracle takes a thousand names in a list, and Rucio does not cut it (RUCIO C9). */
export const perQuestion = 500;
/** Names that Rucio left out are asked one by one; more than these in one look are a fault of somebody, or of Rucio. */
const maxAbsent = 2000;
const deepest = 20;

export const pathOf = ({ scope, name }: Did): string =>
  `${encodeURIComponent(scope)}/${name.split("/").map(encodeURIComponent).join("/")}`;

export const didParts = (dids: readonly Did[]): readonly (readonly Did[])[] => {
  const each = [...new Map(dids.map((did) => [didText(did), did])).values()].filter(isDid);
  return Array.from({ length: Math.ceil(each.length / perQuestion) }, (_, part) =>
    each.slice(part * perQuestion, (part + 1) * perQuestion),
  );
};

/** One question for hundreds, and one more for each that is open, a container, or not in the answer. */
export const readCollections = async (
  rucio: RucioSession,
  dids: readonly Did[],
): Promise<ReadonlyMap<string, Collection>> => {
  const rows = await readMeta(rucio, dids);
  const known = await Promise.all([...rows.values()].map((row) => collectionOf(rucio, row)));
  return new Map(known.flatMap((one) => (one === undefined ? [] : [[didText(one.did), one]])));
};

const readMeta = async (rucio: RucioSession, dids: readonly Did[]): Promise<ReadonlyMap<string, RucioRow>> => {
  const rows = new Map<string, RucioRow>();
  const parts = didParts(dids);
  for (const answers of await Promise.all(parts.map((part) => readMetaOf(rucio, part))))
    for (const row of answers) rows.set(didText(didIn(row)), row);
  const absent = parts.flat().filter((did) => !rows.has(didText(did)));
  if (absent.length > maxAbsent)
    throw new Outage(
      `Rucio's answer lacks ${absent.length} of ${dids.length} names, too many to ask for one by one.`,
      rucioLater,
    );
  await Promise.all(absent.map((did) => beAbsent(rucio, did)));
  return rows;
};

const readMetaOf = async (rucio: RucioSession, dids: readonly Did[]): Promise<readonly RucioRow[]> => {
  const what = "look up data";
  return readStream((await rucio.read({ method: "POST", path: "/dids/bulkmeta", body: { dids } }, what)).text, what);
};

/** A list that was cut lacks names too: only a 404 of this name's own is "there is none" (RUCIO C4, C5). */
const beAbsent = async (rucio: RucioSession, did: Did): Promise<void> => {
  const { status } = await rucio.read({ method: "GET", path: `/dids/${pathOf(did)}` }, `look up ${didText(did)}`);
  if (status !== 404) throw new Outage(`Rucio knows ${didText(did)}, but left it out of its list.`, rucioLater);
};

const didIn = (row: RucioRow): Did => ({ scope: textIn(row, "scope"), name: textIn(row, "name") });

const collectionOf = async (rucio: RucioSession, row: RucioRow): Promise<Collection | undefined> => {
  const did = didIn(row);
  const kind = textIn(row, "did_type");
  if (kind === "DATASET") return datasetOf(rucio, row, did);
  if (kind === "CONTAINER") return containerOf(rucio, row, did);
  return undefined;
};

const commonOf = (row: RucioRow): Pick<Collection, "open" | "account" | "expires"> => ({
  open: flagIn(row, "is_open"),
  account: textIn(row, "account"),
  expires: dateIn(row, "expired_at"),
});

/** What Rucio counted when it was closed; of an open one it has counted nothing (RUCIO C6). */
const datasetOf = async (rucio: RucioSession, row: RucioRow, did: Did): Promise<Collection> => {
  const [files, bytes] = [countIn(row, "length"), countIn(row, "bytes")];
  const { open } = commonOf(row);
  const counted = open || files === undefined || bytes === undefined ? await countFiles(rucio, did) : { files, bytes };
  const events = open ? undefined : countIn(row, "events");
  return { did, kind: "dataset", ...commonOf(row), ...counted, events: events || undefined, datasets: [did] };
};

export const countFiles = async (
  rucio: RucioSession,
  did: Did,
): Promise<{ readonly files: number; readonly bytes: number }> => {
  const what = `count the files of ${didText(did)}`;
  const { text } = await rucio.read({ method: "GET", path: `/dids/${pathOf(did)}?dynamic_depth=FILE` }, what);
  const row = onlyRow(text, what);
  return { files: countIn(row, "length") ?? 0, bytes: countIn(row, "bytes") ?? 0 };
};

/** Rucio counts its files itself; another sum of its datasets says that the list of them was cut. */
const containerOf = async (rucio: RucioSession, row: RucioRow, did: Did): Promise<Collection> => {
  const [counted, { open, leaves }] = await Promise.all([countFiles(rucio, did), contentOf(rucio, did, 0)]);
  const datasets = [...leaves.values()];
  const files = datasets.reduce((sum, dataset) => sum + dataset.files, 0);
  if (files !== counted.files)
    throw new Outage(`Rucio counts ${counted.files} files in ${didText(did)}, but lists ${files}.`, rucioLater);
  const own = commonOf(row);
  const events = datasets.reduce((sum, dataset) => sum + (dataset.events ?? Number.NaN), 0);
  return {
    did,
    kind: "container",
    ...own,
    open: own.open || open,
    ...counted,
    events: Number.isNaN(events) || events === 0 ? undefined : events,
    datasets: datasets.map((dataset) => dataset.did),
  };
};

type Leaves = { readonly open: boolean; readonly leaves: ReadonlyMap<string, Collection> };

/** A dataset may be in several of its containers, and counts once. */
const contentOf = async (rucio: RucioSession, did: Did, depth: number): Promise<Leaves> => {
  const what = `list what is in ${didText(did)}`;
  const { text } = await rucio.read({ method: "GET", path: `/dids/${pathOf(did)}/dids` }, what);
  const rows = await readMeta(rucio, readStream(text, what).map(didIn));
  const members = await Promise.all(
    [...rows.values()].map(async (row): Promise<Leaves> => {
      const member = didIn(row);
      if (textIn(row, "did_type") !== "CONTAINER") {
        const dataset = await datasetOf(rucio, row, member);
        return { open: dataset.open, leaves: new Map([[didText(member), dataset]]) };
      }
      if (depth > deepest) throw new Outage(`Containers in ${didText(did)} go deeper than ${deepest}.`, rucioLater);
      const { open, leaves } = await contentOf(rucio, member, depth + 1);
      return { open: open || commonOf(row).open, leaves };
    }),
  );
  return { open: members.some(({ open }) => open), leaves: new Map(members.flatMap(({ leaves }) => [...leaves])) };
};
