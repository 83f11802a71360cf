import { isDeepStrictEqual } from "node:util";
import { type Intent, keyOf, type SubmissionKey } from "../../core/ledger/event.ts";
import type { Packed } from "../../core/pass/planned.ts";

/**
 * The archive of the last intent that this process made for each submission. Preparing is pure, and an intent names
 * everything that goes in: the commit, the bindings, PanDA, the digests. So the same intent need not be rendered twice.
 */
export type PackedArchives = {
  keep(packed: Packed): void;
  /** Only what was packed for this very intent. */
  of(intent: Intent): Uint8Array | undefined;
};

/** Bytes, also of archives that wait for their waves. A campaign of small archives fits; beyond it, the rest is rendered again when its turn comes. */
export const maxKept = 64 * 1024 * 1024;

export const keepPacked = (): PackedArchives => {
  const known = new Map<SubmissionKey, Packed>();
  let left = maxKept;
  return {
    keep: (one) => {
      const key = keyOf(one.intent);
      left += known.get(key)?.archive.length ?? 0;
      known.delete(key);
      if (one.archive.length > left) return;
      left -= one.archive.length;
      known.set(key, one);
    },
    of: (intent) => {
      const kept = known.get(keyOf(intent));
      return isDeepStrictEqual(kept?.intent, intent) ? kept?.archive : undefined;
    },
  };
};
