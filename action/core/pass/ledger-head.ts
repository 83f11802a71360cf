import type { SubmissionKey } from "../ledger/event.ts";
import type { Freezes, MainRead } from "../ledger/main-after.ts";
import type { TrialCommand } from "../ledger/main-event.ts";
import type { EndedList } from "../ledger/paths.ts";
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
  Freezes;
