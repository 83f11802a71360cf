import type { LedgerEvent, SubmissionKey } from "../core/ledger/event.ts";
import type { LedgerHead } from "../core/pass/view.ts";
import type { SourceFile } from "../core/text/source-file.ts";

/** The append-only record. One contract suite for all its adapters. */
export interface Ledger {
  /**
   * Throws Failure when the branch or one of its own files is missing, cut off or rewound, or when its last commit was
   * made by somebody else: an absent ledger is not an empty one.
   */
  head(): Promise<LedgerHead>;
  /** Every submission of these tags; of all tags without one. */
  submissions(at: LedgerHead, ...tags: readonly string[]): Promise<readonly SubmissionKey[]>;
  /** Submissions that came to main with this commit, ended and skipped ones too. One that entered before SHREK noted this is missing. */
  broughtBy(at: LedgerHead, commit: string): Promise<readonly SubmissionKey[]>;
  /** A key that the ledger does not know has no events. Throws Failure for one that it follows and has no events of. */
  read(at: LedgerHead, keys: readonly SubmissionKey[]): Promise<ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>>;
  /** Files that are made of the events, as text; `undefined`: there is no such file. */
  texts(at: LedgerHead, paths: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Events and the pages made from them in one commit, only if the branch is still at `at`. "moved": read and decide again, never re-apply. */
  append(at: LedgerHead, events: readonly LedgerEvent[], pages: readonly SourceFile[], why: string): Promise<Appended>;
}

export type Appended = { readonly kind: "written"; readonly head: LedgerHead } | { readonly kind: "moved" };
