import { isTrial } from "../../core/conventions/trial.ts";
import type { MadeBefore } from "../../core/cross-checks/context.ts";
import type { Facts } from "../../core/cross-checks/facts.ts";
import {
  type Contents,
  contentsOfPairs,
  readContents,
  searchContents,
  writeContents,
} from "../../core/ledger/contents-file.ts";
import { partsOfKey, type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { contentBy } from "../../core/ledger/submission-file.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { KeyedEvent } from "../../core/pass/view.ts";
import { holdsData } from "../../core/submission/unread.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { contentIn, readableState } from "./history.ts";

type At = { readonly ledger: Ledger; readonly head: LedgerHead };

/** Of a ledger without the file every submission is read. */
const contentsAt = async (at: At, digests: readonly string[]): Promise<Contents> => {
  const bytes = await at.ledger.contents(at.head);
  const found = digests.length > fewDigests ? readContents(bytes) : searchContents(bytes, digests);
  return found ?? contentsOfAll(at);
};

/** Up to this number, they are searched for as bytes. */
const fewDigests = 10;

const contentsOfAll = async ({ ledger, head }: At): Promise<Contents> => {
  const pairs: (readonly [SubmissionKey, string])[] = [];
  for (const part of byParts(await ledger.submissions(head), atOneTime))
    for (const [key, lines] of await ledger.read(head, part)) {
      const digest = contentIn(lines)?.contentDigest;
      if (digest !== undefined) pairs.push([key, digest]);
    }
  return contentsOfPairs(pairs);
};

/** The file after these events; nothing where it stays as it is. */
export const contentsAfter = async (at: At, events: readonly KeyedEvent[]): Promise<readonly SourceFile[]> => {
  const before = readContents(await at.ledger.contents(at.head));
  const added = events.flatMap(([key, event]) => {
    const held = contentBy(event);
    return held === undefined ? [] : [[key, held.contentDigest] as const];
  });
  if (before !== undefined && added.length === 0) return [];
  return [writeContents(contentsOfPairs(added, before ?? (await contentsOfAll(at))))];
};

/**
 * Versions of other tags that have one of these contents and whose data may exist, by content. Who is on the ledger
 * with its content itself was asked when it came.
 */
export const madeBefore = async (
  at: At,
  judged: readonly Facts[],
): Promise<ReadonlyMap<string, readonly MadeBefore[]>> => {
  if (judged.length === 0) return new Map();
  const contents = await contentsAt(
    at,
    judged.map(({ digest }) => digest),
  );
  const wanted = new Map(
    judged.flatMap(({ digest, tag, version }) => {
      const keys = contents.get(digest) ?? [];
      return keys.includes(submissionKey(tag, version, undefined))
        ? []
        : keys.flatMap((key) => {
            const { tag: other, version: of } = partsOfKey(key);
            return other === tag || isTrial(of) ? [] : [[key, { digest, tag: other, version: of }] as const];
          });
    }),
  );
  if (wanted.size === 0) return new Map();
  const read = await at.ledger.read(at.head, [...wanted.keys()]);
  const found = [...wanted].flatMap(([key, { digest, ...name }]) => {
    const state = readableState(read.get(key) ?? []);
    if (state === undefined || !holdsData(state)) return [];
    return [{ digest, ...name, made: state.kind === "skipped" ? ("elsewhere" as const) : ("here" as const) }];
  });
  return Map.groupBy(found, ({ digest }) => digest);
};
