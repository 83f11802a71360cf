import { compareText } from "../problems/problem.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { SeedRange, SubmissionEvent, SubmissionKey } from "./event.ts";
import { contentsPath, partOf, streamsPath, writeList } from "./paths.ts";

/** Submissions by the digest of their content. */
export type Contents = ReadonlyMap<string, readonly SubmissionKey[]>;

export type ContentEntry = readonly [digest: string, key: SubmissionKey];

export const contentsOf = (pairs: Iterable<ContentEntry>): Contents => {
  const contents = new Map<string, readonly SubmissionKey[]>();
  for (const [digest, key] of pairs) {
    const known = contents.get(digest) ?? [];
    if (!known.includes(key)) contents.set(digest, [...known, key]);
  }
  return contents;
};

export const pairsOf = (contents: Iterable<readonly [string, readonly SubmissionKey[]]>): readonly ContentEntry[] =>
  [...contents].flatMap(([digest, keys]) => keys.map((key): ContentEntry => [digest, key]));

/** The files of all parts that these lie in; `contents` has all of each part. */
export const contentsFiles = (contents: Contents): readonly SourceFile[] =>
  [...Map.groupBy(contents, ([digest]) => partOf(digest))].map(([part, held]) =>
    textFile(contentsPath(part), writeList(pairsOf(held).toSorted(comparePairs))),
  );

const comparePairs = ([a, one]: ContentEntry, [b, other]: ContentEntry): number =>
  compareText(a, b) || compareText(one, other);

/** The last seed that each stream gave away. */
export type Streams = ReadonlyMap<string, number>;

/** The seed after the last one. A stream begins at 1: ROOT takes seed 0 as "choose one by the clock". */
export const nextSeed = (last: number | undefined): number => (last ?? 0) + 1;

/** The seed of a range's last job. */
export const lastSeed = ({ first, count }: { readonly first: number; readonly count: number }): number =>
  first + count - 1;

export const seedsIn = (events: Iterable<SubmissionEvent>): readonly SeedRange[] =>
  [...events].flatMap((event) => (event.event === "intended" ? event.intent.seeds : []));

/** After these ranges were given. */
export const takeSeeds = (streams: Streams, ranges: Iterable<SeedRange>): Streams => {
  const after = new Map(streams);
  for (const range of ranges) after.set(range.stream, Math.max(after.get(range.stream) ?? 0, lastSeed(range)));
  return after;
};

/** The files of these parts; `streams` has all that lie in them. */
export const streamFiles = (streams: Streams, parts: readonly string[]): readonly SourceFile[] => {
  const byPart = Map.groupBy(streams, ([stream]) => partOf(stream));
  return parts.map((part) =>
    textFile(streamsPath(part), writeList((byPart.get(part) ?? []).toSorted(([a], [b]) => compareText(a, b)))),
  );
};
