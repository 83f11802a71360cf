import type { LedgerEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { eventsPath } from "../../core/ledger/paths.ts";
import { rememberRead } from "../../core/ledger/remember-read.ts";
import { readSubmission, type SubmissionFile } from "../../core/ledger/submission-file.ts";
import { unreadableLedger } from "../../core/ledger/unreadable-ledger.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { RememberingStore } from "./ledger-memory.ts";

/**
 * Reads submissions. Of those that are followed a file that no commit of ours changed is not asked for again: a pass
 * looks at all of them at its begin, for its plan and at its end, and most only wait.
 */
export const readFollowed = (store: RememberingStore): Ledger["read"] => {
  const readOnce = rememberRead();
  const known = new Map<SubmissionKey, { readonly from: string; readonly file: SubmissionFile }>();
  return async (at, keys) => {
    const followed = new Set(at.live);
    const from = new Map(keys.map((key) => [key, store.writtenBy(at.commit, eventsPath(key))]));
    const asked = keys.filter((key) => !followed.has(key) || known.get(key)?.from !== from.get(key));
    const texts = asked.length === 0 ? [] : await store.texts(at.commit, asked.map(eventsPath));
    const read = new Map<SubmissionKey, SubmissionFile>();
    for (const [index, key] of asked.entries()) {
      const text = texts[index];
      if (!followed.has(key)) read.set(key, readSubmission(key, text));
      else if (text === undefined) throw unreadableLedger(`${eventsPath(key)}, which is missing`);
      else known.set(key, { from: from.get(key) ?? "", file: readOnce(key, text) });
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
