import type { DiffLines } from "../../ports/diff-lines.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Revisions } from "../../ports/revisions.ts";

/** What suggestions at lines of a pull request are made from. */
export type SuggestPorts = {
  readonly revisions: Pick<Revisions, "mergeBase">;
  readonly diff: DiffLines;
  readonly ledger: Ledger;
};
