import type { LedgerEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { unreadableLedger } from "../../core/ledger/line.ts";
import { eventsPath } from "../../core/ledger/paths.ts";
import { readSubmission, rememberRead, type SubmissionFile } from "../../core/ledger/submission-file.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { RememberingStore } from "./ledger-memory.ts";

/** `from`: the commit of ours that wrote it, or the one that others wrote. */
type KnownFile = { readonly path: string; readonly from: string; readonly file: SubmissionFile };

/**
 * Reads submissions. Of those that are followed a file that no commit of ours changed is not asked for again: a pass
 * looks at all of them at its begin, for its plan and at its end, and most only wait.
 */
export const readFollowed = (store: RememberingStore): Ledger["read"] => {
  const readOnce = rememberRead();
  const known = new Map<SubmissionKey, KnownFile>();
  return async (at, keys) => {
    const followed = new Set(at.live);
    const asked = keys.flatMap((key) => {
      const before = known.get(key);
      const path = before?.path ?? eventsPath(key);
      const from = store.writtenBy(at.commit, path);
      return followed.has(key) && before?.from === from ? [] : [{ key, path, from }];
    });
    const read = new Map<SubmissionKey, SubmissionFile>();
    for (const part of byParts(asked, atOneTime)) {
      const texts = await store.texts(
        at.commit,
        part.map(({ path }) => path),
      );
      for (const [index, { key, path, from }] of part.entries()) {
        const text = texts[index];
        if (!followed.has(key)) read.set(key, readSubmission(key, text));
        else if (text === undefined) throw unreadableLedger(`${path}, which is missing`);
        else known.set(key, { path, from, file: readOnce(key, text) });
      }
    }
    return new Map(
      keys.flatMap((key) => {
        const file = read.get(key) ?? known.get(key)?.file;
        return file === undefined ? [] : [[key, believedEvents(file)]];
      }),
    );
  };
};

export const believedEvents = (file: SubmissionFile): readonly LedgerEvent[] => {
  if (file.kind === "unreadable") throw unreadableLedger(file.where);
  return file.events;
};
