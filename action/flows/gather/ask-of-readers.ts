import { join } from "node:path/posix";
import { type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import type { Facts } from "../../core/neighbours/facts.ts";
import type { MaybeLine } from "../../core/neighbours/index-file.ts";
import { seenEnded } from "../../core/neighbours/seen.ts";
import { inReadingOrder, type Problem } from "../../core/problems/problem.ts";
import { requestName } from "../../core/text/source-file.ts";
import { madeBefore } from "./contents.ts";
import { type History, unreadIn } from "./history.ts";

type ReaderLine = MaybeLine & Facts;

/** `again`: folders that must be judged, `readers`: what the ledger says of the inputs of the others. */
type ReadersAsked = { readonly again: ReadonlySet<string>; readonly readers: ReadonlyMap<string, readonly Problem[]> };

/** What only the ledger knows of productions that read others, and are as the index has seen them. */
export const askOfReaders = async (
  at: NonNullable<History>,
  keys: readonly SubmissionKey[],
  lines: readonly ReaderLine[],
  among: ReadonlySet<string>,
): Promise<ReadersAsked> => {
  const asked = lines.filter(({ path }) => among.has(path));
  const before = await madeBefore(at, asked);
  const again = new Set(asked.flatMap(({ path, digest }) => (before.has(digest) ? [path] : [])));
  const why = await whyEnded(at, keys, asked);
  const readers = new Map<string, readonly Problem[]>();
  for (const { path, seen } of asked) {
    const ended = (seen?.inputs ?? []).flatMap((input) => {
      const because = why(input.of, input.version);
      return because === undefined ? [] : seenEnded(join(path, requestName), input, because);
    });
    // The order of variants is the request's, and no line has it.
    if (readers.has(path)) again.add(path);
    readers.set(path, inReadingOrder(ended));
  }
  for (const path of again) readers.delete(path);
  return { again, readers };
};

type WhyEnded = (tag: string, version: string) => string | undefined;

const whyEnded = async (
  at: NonNullable<History>,
  keys: readonly SubmissionKey[],
  readers: readonly ReaderLine[],
): Promise<WhyEnded> => {
  const known = new Set(keys);
  const named = new Set(readers.flatMap(({ needs }) => needs.map(({ of, version }) => submissionKey(of, version, 0))));
  const read = await at.ledger.read(
    at.head,
    [...named].filter((key) => known.has(key)),
  );
  const ended = new Map([...read].map(([key, events]) => [key, unreadIn(events)]));
  return (tag, version) => ended.get(submissionKey(tag, version, 0));
};
