import type { SubmissionKey } from "../../ledger/event.ts";
import type { RefusedOnMain } from "../../pass/refused-on-main.ts";
import type { Memory } from "./overview-memory.ts";
import type { SubmissionStatus } from "./status-text.ts";

export type OverviewView = {
  /** The repository's page, for links to pull requests and to the form. */
  readonly page: string;
  /** When this pass ran. */
  readonly ranAt: string;
  /** All that reconcile follows; `since` when it came to ask a person. */
  readonly live: readonly OverviewRow[];
  /** What kept a submission from its next step in this pass. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  readonly refused: readonly RefusedOnMain[];
  readonly memory: Memory;
  /** What the pass left to the next one, and why. */
  readonly postponed: readonly string[];
  /** What PanDA's silence looks like from here. */
  readonly outage: string | undefined;
};

export type OverviewRow = SubmissionStatus & { readonly since: string | undefined };
