import { unreadableLedger } from "../../core/ledger/line.ts";
import { allParts, contentsPath, partOf, readContents, readStreams, streamsPath } from "../../core/ledger/paths.ts";
import { type Contents, contentsOf, type Streams } from "../../core/ledger/streams.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import type { Ledger } from "../../ports/ledger.ts";

export type At = { readonly ledger: Ledger; readonly head: LedgerHead };

const partsOf = (names: Iterable<string>): readonly string[] =>
  [...new Set([...new Set(names)].map(partOf))].toSorted();

/** Of these streams, and of all others in their parts. A part that is lost would give its seeds out twice. */
export const seedsGiven = (at: At, streams: Iterable<string>): Promise<Streams> => streamsIn(at, partsOf(streams));

export const allSeedsGiven = (at: At): Promise<Streams> => streamsIn(at, allParts);

const streamsIn = async (at: At, parts: readonly string[]): Promise<Streams> => {
  const read = (text: string | undefined) => (text === undefined ? undefined : readStreams(text));
  return new Map(await listsAt(at, parts.map(streamsPath), read));
};

/** Of these digests, and of all others in their parts. */
export const contentsAt = async (at: At, digests: Iterable<string>): Promise<Contents> =>
  contentsOf(await listsAt(at, partsOf(digests).map(contentsPath), (text) => readContents(text ?? "[]")));

const listsAt = async <T>(
  { ledger, head }: At,
  paths: readonly string[],
  read: (text: string | undefined) => readonly T[] | undefined,
): Promise<readonly T[]> => {
  const texts = await ledger.texts(head, paths);
  return paths.flatMap((path, index) => {
    const list = read(texts[index]);
    if (list === undefined) throw unreadableLedger(path);
    return list;
  });
};
