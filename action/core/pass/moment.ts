import type { LedgerHead } from "./ledger-head.ts";

/** One moment of GitHub's: what it said as of another one is asked again. `anew`: nor does an earlier answer of this pass count. */
export type AsOfMoment = { readonly asOf: string; readonly anew?: true };

/**
 * Whether GitHub is asked who approved and who ordered. `assumed`: a forecast takes it that people did. `not-needed`: a
 * terminal against a PanDA on the same machine has nobody to ask.
 */
export type Approvals = "asked" | "assumed" | "not-needed";

/** What a decision is made at: one head of main, one of the ledger, and whom it may ask. */
export type Moment = {
  readonly mainHead: string;
  readonly asOf: AsOfMoment;
  readonly ledger: LedgerHead;
  readonly approvals: Approvals;
  /** A GitHub App alone writes the ledger. */
  readonly soleWriter: boolean;
  /** By our clock, as ISO text. */
  readonly now: string;
};
