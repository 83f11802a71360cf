import { isOfReading, type LedgerEvent } from "./event.ts";
import type { Releases } from "./main-event.ts";

/** Where reading main goes on. */
export type MainRead = {
  /** The last commit of main that was worked through; `undefined`: none yet, or a person accepted another main. */
  readonly cursor: string | undefined;
  /** The head at which a person accepted a main that was force-pushed, until that main is read. */
  readonly accepted: string | undefined;
  /** Folders on main whose request was refused there; they are validated again in each pass. */
  readonly refused: readonly string[];
  /** Folders on main whose datasets grow. */
  readonly growing: readonly string[];
  /** As the last pass that read main recorded it; `undefined`: none did. */
  readonly releases: Releases | undefined;
};

/** Of the freezes that people commanded the one that ends last: a later line makes none shorter. */
export const lastFreeze = (
  events: readonly LedgerEvent[],
): Extract<LedgerEvent, { readonly event: "main-frozen" }> | undefined =>
  events
    .flatMap((one) => (one.event === "main-frozen" ? [one] : []))
    .toSorted((a, b) => (a.until < b.until ? 1 : -1))[0];

/** The commit of main at which a ledger begins that does not say it itself: the first that was worked through. */
export const firstRead = (events: readonly LedgerEvent[]): string | undefined => {
  const first = events.find(isOfReading);
  return first?.event === "main-read" ? first.commit : undefined;
};

/** The last word counts. */
export const mainAfter = (events: readonly LedgerEvent[]): MainRead => {
  const last = events.findLast(isOfReading);
  const read = events.findLast((event) => event.event === "main-read");
  const releases = read?.event === "main-read" ? read.releases : undefined;
  switch (last?.event) {
    case undefined:
      return { cursor: undefined, accepted: undefined, refused: [], growing: [], releases };
    case "main-read":
      return { cursor: last.commit, accepted: undefined, refused: last.refused, growing: last.growing ?? [], releases };
    case "main-accepted":
      return { cursor: undefined, accepted: last.head, refused: [], growing: [], releases };
  }
};
