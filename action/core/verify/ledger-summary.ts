import type { ContentEntry } from "../ledger/contents.ts";
import type { EndedOne } from "../ledger/ended-list.ts";
import type { SeedRange, SubmissionKey } from "../ledger/event.ts";
import type { SubmissionState } from "../submission/state.ts";
import type { WatchedSubmission } from "../submission/watch.ts";
import type { Audited } from "./audit-submission.ts";

/** What the events of all submissions say together. It grows as they are read, one after the other. */
export type LedgerSummary = {
  /** How many were read. */
  submissions: number;
  /** Whose events can be believed. */
  readonly good: Set<SubmissionKey>;
  readonly live: Map<SubmissionKey, SubmissionState>;
  readonly watched: WatchedSubmission[];
  readonly ended: EndedOne[];
  readonly seeds: GivenSeeds[];
  readonly contents: ContentEntry[];
  readonly faults: string[];
};

export type GivenSeeds = { readonly key: SubmissionKey; readonly range: SeedRange };

export const emptySummary = (): LedgerSummary => ({
  submissions: 0,
  good: new Set(),
  live: new Map(),
  watched: [],
  ended: [],
  seeds: [],
  contents: [],
  faults: [],
});

export const addToSummary = (summary: LedgerSummary, { key, faults, facts }: Audited): void => {
  summary.submissions += 1;
  summary.faults.push(...faults);
  if (facts === undefined) return;
  summary.good.add(key);
  if (facts.live !== undefined) summary.live.set(key, facts.live);
  if (facts.watched !== undefined) summary.watched.push(facts.watched);
  if (facts.ended !== undefined) summary.ended.push(facts.ended);
  for (const range of facts.seeds) summary.seeds.push({ key, range });
  for (const held of facts.contents) summary.contents.push(held);
};
