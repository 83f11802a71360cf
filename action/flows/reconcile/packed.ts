import type { Intent } from "../../core/ledger/event.ts";
import { canonicalJson, sha256 } from "../../core/text/canonical-json.ts";

/**
 * Archives of this process by the promise that each was made for. Preparing is pure, and a promise names everything
 * that goes in: the commit, the bindings, PanDA, the digests. So the same promise need not be rendered twice.
 */
export type PackedArchives = {
  keep(intent: Intent, archive: Uint8Array): void;
  of(intent: Intent): Uint8Array | undefined;
};

/** Bytes. A campaign of small archives fits; beyond it, the rest is rendered again when its turn comes. */
const mostKept = 64 * 1024 * 1024;

export const keepPacked = (): PackedArchives => {
  const known = new Map<string, Uint8Array>();
  let left = mostKept;
  return {
    keep: (intent, archive) => {
      const key = keyOf(intent);
      if (archive.length > left || known.has(key)) return;
      left -= archive.length;
      known.set(key, archive);
    },
    of: (intent) => known.get(keyOf(intent)),
  };
};

const keyOf = (intent: Intent): string => sha256(canonicalJson(intent));
