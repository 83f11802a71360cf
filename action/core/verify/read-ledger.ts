import type { LedgerEvent, SubmissionKey } from "../ledger/event.ts";
import { type Foundation, readFoundation } from "../ledger/ledger-header.ts";
import { foundationPath, keyOfPath } from "../ledger/line.ts";
import { readSubmission } from "../ledger/submission-file.ts";
import { BrokenLedger, fold } from "../submission/fold.ts";
import type { SubmissionState } from "../submission/state.ts";

/** Everything that the branch says of submissions; what cannot be believed is kept apart. */
export type WholeLedger = {
  readonly foundation: Foundation | undefined;
  readonly events: ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>;
  readonly states: ReadonlyMap<SubmissionKey, SubmissionState>;
  /** Why, by submission. */
  readonly broken: ReadonlyMap<SubmissionKey, string>;
};

export const readWhole = (texts: ReadonlyMap<string, string>): WholeLedger => {
  const events = new Map<SubmissionKey, readonly LedgerEvent[]>();
  const states = new Map<SubmissionKey, SubmissionState>();
  const broken = new Map<SubmissionKey, string>();
  for (const [path, text] of texts) {
    const key = keyOfPath(path);
    if (key === undefined) continue;
    const file = readSubmission(key, text);
    if (file.kind === "unreadable") broken.set(key, `${file.where}, cannot be read`);
    else {
      events.set(key, file.events);
      const state = stateOf(file.events);
      if (state instanceof BrokenLedger) broken.set(key, `${key}: ${state.message}`);
      else states.set(key, state);
    }
  }
  return { foundation: readFoundation(texts.get(foundationPath) ?? ""), events, states, broken };
};

const stateOf = (events: readonly LedgerEvent[]): SubmissionState | BrokenLedger => {
  try {
    return fold(events);
  } catch (error) {
    if (error instanceof BrokenLedger) return error;
    throw error;
  }
};
