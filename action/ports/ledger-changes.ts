import type { SubmissionKey } from "../core/ledger/event.ts";

/** What moved on the ledger between two of its commits. */
export interface LedgerChanges {
  /** Submissions whose events differ; `undefined`: one of the commits is not here, so that any may. */
  between(earlier: string, later: string): Promise<ReadonlySet<SubmissionKey> | undefined>;
  /** Of the same, how many events each has more. */
  added(earlier: string, later: string): Promise<ReadonlyMap<SubmissionKey, number> | undefined>;
}
