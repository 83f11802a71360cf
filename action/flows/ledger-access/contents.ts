import { isTrial } from "../../core/conventions/version-style.ts";
import type { MadeBefore } from "../../core/cross-checks/context.ts";
import type { Facts } from "../../core/cross-checks/facts.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import { contentsFiles, contentsOf, pairsOf } from "../../core/ledger/streams.ts";
import { contentBy } from "../../core/ledger/submission-file.ts";
import type { KeyedEvent } from "../../core/pass/view.ts";
import { holdsData } from "../../core/submission/unread.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import { readableState } from "./history.ts";
import { type At, contentsAt } from "./made-lists.ts";

/** The parts of the list of contents that these events change. */
export const contentsAfter = async (at: At, events: readonly KeyedEvent[]): Promise<readonly SourceFile[]> => {
  const added = events.flatMap(([key, event]) => {
    const held = contentBy(event);
    return held === undefined ? [] : [[held.contentDigest, key] as const];
  });
  const before = await contentsAt(
    at,
    added.map(([digest]) => digest),
  );
  return contentsFiles(contentsOf([...pairsOf(before), ...added]));
};

/**
 * Versions of other tags that have one of these contents and whose data may exist, by content. Who is on the ledger
 * with its content itself, in this version or before, was asked when it came.
 */
export const madeBefore = async (
  at: At,
  validated: readonly Facts[],
): Promise<ReadonlyMap<string, readonly MadeBefore[]>> => {
  if (validated.length === 0) return new Map();
  const contents = await contentsAt(
    at,
    validated.map(({ digest }) => digest),
  );
  const wanted = new Map(
    validated.flatMap(({ digest, tag, version }) => {
      const keys = contents.get(digest) ?? [];
      const isKnown = keys.some((key) => {
        const own = partsOfKey(key);
        return own.tag === tag && (own.version === version || !isTrial(own.version));
      });
      return isKnown
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
