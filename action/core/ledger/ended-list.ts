import type { SubmissionKey } from "./event.ts";

/** `at`: since when it has this state, as its events say. */
export type EndedOne = readonly [key: SubmissionKey, kind: string, at: string];

/** What has ended, for the pages of the ledger; nothing is decided by it. */
export type EndedList = {
  /** Newest first. */
  readonly last: readonly EndedOne[];
  /** How many pages of earlier ones each month has. */
  readonly months: readonly (readonly [month: string, pages: number])[];
};

export const noneEnded: EndedList = { last: [], months: [] };
