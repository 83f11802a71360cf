import type { SubmissionEvent, SubmissionKey } from "../ledger/event.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { LedgerHead } from "./ledger-head.ts";

/** The ledger at one head: what is live, folded. Decisions are made of this and written against this head only. */
export type View = {
  readonly head: LedgerHead;
  readonly states: ReadonlyMap<SubmissionKey, SubmissionState>;
};

/** What the view knows of a submission, of which it may know nothing. */
export const stateIn = ({ states }: Pick<View, "states">, key: SubmissionKey): SubmissionState =>
  states.get(key) ?? { kind: "none" };

export type KeyedEvent = readonly [SubmissionKey, SubmissionEvent];

/** Whom they are about, for the subject of a commit; its body names all where they are many. */
export const namesIn = (events: readonly KeyedEvent[]): string => fewNames(events.map(([key]) => key));

export const fewNames = (keys: readonly SubmissionKey[]): string => {
  const [first = "", second, ...others] = new Set(keys);
  if (second === undefined) return first;
  return others.length === 0 ? `${first}, ${second}` : `${first} and ${others.length + 1} more`;
};
