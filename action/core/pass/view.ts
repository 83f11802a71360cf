import type { SubmissionEvent, SubmissionKey } from "../ledger/event.ts";
import type { Frozen, MainRead } from "../ledger/main-after.ts";
import type { TrialCommand } from "../ledger/main-event.ts";
import type { EndedList } from "../ledger/paths.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { WatchedSubmission } from "../submission/watch.ts";

/** The ledger at one commit, without its submissions. */
export type LedgerHead = {
  readonly commit: string;
  /** Eight hex digits, made at `ledger init`: no two repositories share names at PanDA, and a lost ledger's are found again. */
  readonly repository: string;
  /** Main's commit when an administrator began the ledger: where main does not hold it any more, it was rewritten. `undefined`: not recorded. */
  readonly began: string | undefined;
  /** Submissions that reconcile still follows. */
  readonly live: readonly SubmissionKey[];
  /** Successes that are watched for a second effect. */
  readonly watched: readonly WatchedSubmission[];
  /** For its pages. */
  readonly ended: EndedList;
  /** Trials that people ordered and that have no answer yet, the oldest first. */
  readonly trials: readonly TrialCommand[];
} & MainRead &
  Frozen;

/** The ledger at one head: what is live, folded. Decisions are made of this and written against this head only. */
export type View = { readonly head: LedgerHead; readonly states: ReadonlyMap<SubmissionKey, SubmissionState> };

/** What the view knows of a submission, of which it may know nothing. */
export const stateIn = ({ states }: Pick<View, "states">, key: SubmissionKey): SubmissionState =>
  states.get(key) ?? { kind: "none" };

export type KeyedEvent = readonly [SubmissionKey, SubmissionEvent];

/** As the ledger has them when they are written. `at`: ISO text. */
export const linesAt = (events: readonly KeyedEvent[], at: string): readonly KeyedLine[] =>
  events.map(([key, event]) => ({ ...event, key, at }));

type KeyedLine = SubmissionEvent & { readonly key: SubmissionKey; readonly at: string };

/** Whom they are about, for the subject of a commit; its body names all where they are many. */
export const namesIn = (events: readonly KeyedEvent[]): string => fewNames(events.map(([key]) => key));

export const fewNames = (keys: readonly SubmissionKey[]): string => {
  const [first = "", second, ...others] = new Set(keys);
  if (second === undefined) return first;
  return others.length === 0 ? `${first}, ${second}` : `${first} and ${others.length + 1} more`;
};
