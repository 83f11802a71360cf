import { partsOfKey } from "../../core/ledger/event.ts";
import { type KeyedEvent, linesAt } from "../../core/pass/view.ts";
import type { LedgerReading, TrackedSubmission } from "./words-on-pull.ts";

type Coming = {
  readonly events: readonly KeyedEvent[];
  readonly brought: readonly TrackedSubmission[];
  /** ISO text. */
  readonly at: string;
};

/** The ledger as it will be when this is written, which nobody has done. */
export const ledgerAfter = (ledger: LedgerReading, { events, brought, at }: Coming): LedgerReading => {
  const lines = Map.groupBy(linesAt(events, at), ({ key }) => key);
  return {
    submissions: async (head, ...tags) => {
      const coming = [...lines.keys()].filter((key) => tags.length === 0 || tags.includes(partsOfKey(key).tag));
      return [...new Set([...(await ledger.submissions(head, ...tags)), ...coming])];
    },
    broughtBy: async (head, commit) => {
      const coming = brought.flatMap((one) => (one.commit === commit ? [one.key] : []));
      return [...new Set([...(await ledger.broughtBy(head, commit)), ...coming])];
    },
    read: async (head, keys) =>
      new Map(
        [...(await ledger.read(head, keys))].map(([key, before]) => [key, [...before, ...(lines.get(key) ?? [])]]),
      ),
  };
};
