import { compareText } from "../problems/problem.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { SubmissionKey } from "./event.ts";
import { writeList } from "./lists.ts";
import { contentsPath, partOf } from "./paths.ts";

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
