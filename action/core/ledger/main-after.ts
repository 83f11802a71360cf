import { isOfMain, type LedgerEvent } from "./event.ts";

/** Where reading main goes on. */
export type MainRead = {
  /** The last commit of main that was worked through; `undefined`: none yet, or a person accepted another main. */
  readonly cursor: string | undefined;
  /** The head at which a person accepted a main that was force-pushed, until that main is read. */
  readonly accepted: string | undefined;
  /** Folders on main whose request was refused there; they are judged again each time. */
  readonly refused: readonly string[];
};

/** The last word counts. */
export const mainAfter = (events: readonly LedgerEvent[]): MainRead => {
  const last = events.findLast(isOfMain);
  switch (last?.event) {
    case undefined:
      return { cursor: undefined, accepted: undefined, refused: [] };
    case "main-read":
      return { cursor: last.commit, accepted: undefined, refused: last.refused };
    case "main-accepted":
      return { cursor: undefined, accepted: last.head, refused: [] };
  }
};
