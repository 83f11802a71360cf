import { compareText } from "../problems/problem.ts";
import { sha256 } from "../text/canonical-json.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import type { SubmissionKey } from "./event.ts";

/** On the branch `ledger`: a line with its own digest, then a line a submission. */
export const contentsPath = "contents.txt";

/** Submissions by the digest of their content. */
export type Contents = ReadonlyMap<string, readonly SubmissionKey[]>;

export const contentsOfPairs = (pairs: Iterable<readonly [SubmissionKey, string]>, before?: Contents): Contents => {
  const contents = new Map(before);
  for (const [key, digest] of pairs) {
    const known = contents.get(digest);
    if (known === undefined) contents.set(digest, [key]);
    else if (!known.includes(key)) contents.set(digest, [...known, key]);
  }
  return contents;
};

export const writeContents = (contents: Contents): SourceFile => {
  const lines = [...contents].flatMap(([digest, keys]) => keys.map((key) => `${digest} ${key}\n`));
  const body = lines.toSorted(compareText).join("");
  return textFile(contentsPath, `${sha256(body)}\n${body}`);
};

/** `undefined`: not made yet, cut off or changed by hand. It is advice; who cannot use it reads every submission. */
export const readContents = (bytes: Uint8Array | undefined): Contents | undefined => {
  const body = bodyOf(bytes);
  return body === undefined ? undefined : contentsOfPairs(pairsIn(body.toString("utf8")));
};

/** The same for a few contents: of ten thousand lines only theirs are read. */
export const searchContents = (bytes: Uint8Array | undefined, digests: readonly string[]): Contents | undefined => {
  const body = bodyOf(bytes);
  if (body === undefined) return undefined;
  const lines = digests.map((digest) => {
    const first = body.indexOf(`${digest} `);
    if (first === -1) return "";
    const last = body.lastIndexOf(`${digest} `);
    return body.toString("utf8", first, body.indexOf("\n", last) + 1);
  });
  return contentsOfPairs(lines.flatMap(pairsIn));
};

const bodyOf = (bytes: Uint8Array | undefined): Buffer | undefined => {
  const all = Buffer.from(bytes ?? []);
  const body = all.subarray(all.indexOf("\n") + 1);
  return all.toString("utf8", 0, all.length - body.length) === `${sha256(body)}\n` ? body : undefined;
};

/** The digest in the first line fits, so SHREK wrote these lines. */
const pairsIn = (lines: string): readonly (readonly [SubmissionKey, string])[] =>
  lines.split("\n").flatMap((line) => {
    const [digest = "", key = ""] = line.split(" ");
    return line === "" ? [] : [[key as SubmissionKey, digest] as const];
  });
