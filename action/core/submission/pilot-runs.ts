import type { FirstRuns } from "../production/pilot-runs.ts";
import type { StateKind, SubmissionState } from "./state.ts";
import { isFinal, isSuccess } from "./states.ts";

/** What a version's runs say of those that wait. `lost`: too many cannot end well any more, so the others never go. */
export type FirstSeen =
  | { readonly kind: "reached" }
  | { readonly kind: "open"; readonly free: number; readonly lost: boolean };

/**
 * By all that the ledger has of the version. A run has gone from its first `checking` on, whatever became of it: a call
 * may act late. A run that only waits takes no part, so one without data or approval holds up no other.
 */
export const seeFirst = ({ runs, good }: FirstRuns, all: Iterable<SubmissionState>): FirstSeen => {
  const gone = [...all].filter(hasGone);
  if (gone.filter(({ kind }) => isSuccess(kind)).length >= good) return { kind: "reached" };
  const bad = gone.filter(({ kind }) => isLost(kind)).length;
  return { kind: "open", free: Math.max(0, runs - gone.length), lost: Math.max(runs, gone.length) - bad < good };
};

/** Those that may go while the share is not reached: what has gone before, and by number as many as are free. */
export const goFirst = <T extends { readonly run: number | undefined; readonly state: SubmissionState }>(
  waiting: readonly T[],
  free: number,
): { readonly go: readonly T[]; readonly held: readonly T[] } => {
  const again = waiting.filter(({ state }) => hasGone(state));
  const fresh = waiting.filter(({ state }) => !hasGone(state)).toSorted((a, b) => (a.run ?? 0) - (b.run ?? 0));
  return { go: [...again, ...fresh.slice(0, free)], held: fresh.slice(free) };
};

const hasGone = (state: SubmissionState): boolean => "past" in state && state.past.isBound;

/** What ended otherwise for good. Whatever stopped may be retried and end well. */
const isLost = (kind: StateKind): boolean => kind === "broken" || isFinal(kind);
