import type { Freeze } from "../conventions/freeze.ts";
import { isOfReading, type LedgerEvent } from "./event.ts";
import type { Releases } from "./main-event.ts";
import { trialsWaiting } from "./waiting-trials.ts";

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

/** What people froze by commands since they ended it last: the freeze that ends last, whether or not it has ended. */
export type Frozen = { readonly frozen: Required<Freeze> | undefined };

type FrozenLine = Extract<LedgerEvent, { readonly event: "main-frozen" }>;

const frozenLine = (events: readonly LedgerEvent[]): FrozenLine | undefined =>
  events
    .slice(events.findLastIndex(({ event }) => event === "main-thawed") + 1)
    .flatMap((one) => (one.event === "main-frozen" ? [one] : []))
    .reduce<FrozenLine | undefined>(
      (last, one) => (last !== undefined && last.until >= one.until ? last : one),
      undefined,
    );

export const frozenBy = (events: readonly LedgerEvent[]): Frozen => ({ frozen: frozenLine(events) });

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

/** Lines of the file of main. Each pass reads it, so it does not grow with what was merged and tried. */
export const maxMainEvents = 100;

/**
 * What stays of the events of main where there are many: where reading began and stands, what people froze since they ended it last, and the
 * orders of trials that wait. What was answered stands in `trials/`; git's history has the others.
 */
export const keptOfMain = (events: readonly LedgerEvent[]): readonly LedgerEvent[] => {
  if (events.length <= maxMainEvents) return events;
  const isRead = (line: LedgerEvent): boolean => line.event === "main-read";
  const reading = new Set<LedgerEvent | undefined>([
    frozenLine(events),
    events.find(isOfReading),
    events.findLast(isRead),
    events.findLast(isOfReading),
  ]);
  const waiting = new Set(trialsWaiting(events).map(({ confirms }) => confirms));
  return events.filter((line) => (line.event === "trial-ordered" ? waiting.has(line.confirms) : reading.has(line)));
};
