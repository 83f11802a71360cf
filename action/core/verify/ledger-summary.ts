import { type Intent, isOfMain, type LedgerEvent, type SeedRange, type SubmissionKey } from "../ledger/event.ts";
import { submissionLabel } from "../ledger/names.ts";
import type { EndedOne } from "../ledger/paths.ts";
import type { ContentEntry } from "../ledger/streams.ts";
import { contentBy, readSubmission } from "../ledger/submission-file.ts";
import { tagDue, tagFault } from "../ledger/tag-message.ts";
import { BrokenLedger, fold } from "../submission/fold.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isLive } from "../submission/states.ts";
import { type WatchedSubmission, watchedOf } from "../submission/watch.ts";
import { endedOf } from "../view/ledger/recently-ended.ts";

/** All that is kept of a submission when its events are forgotten: there may be a hundred thousand. */
type Audited = {
  readonly key: SubmissionKey;
  readonly faults: readonly string[];
  /** Of what can be believed. */
  readonly facts: SubmissionFacts | undefined;
};

type SubmissionFacts = {
  /** Where reconcile still follows it. */
  readonly live: SubmissionState | undefined;
  readonly watched: WatchedSubmission | undefined;
  readonly ended: EndedOne | undefined;
  readonly seeds: readonly SeedRange[];
  readonly contents: readonly ContentEntry[];
};

/** Do its events make a state, and does its tag say the same? `tag`: its name, and its message where there is one. */
export const auditSubmission = (
  key: SubmissionKey,
  text: string,
  tag: { readonly name: string; readonly message: string | undefined },
): Audited => {
  const file = readSubmission(key, text);
  if (file.kind === "unreadable") return { key, faults: [`${file.where}, cannot be read`], facts: undefined };
  const state = stateOf(file.events);
  const tagged = tag.message === undefined && tagDue(file.events) === undefined ? [] : tagFaults(tag, file.events);
  if (state instanceof BrokenLedger) return { key, faults: [`${key}: ${state.message}`, ...tagged], facts: undefined };
  const facts = factsOf(key, file.events, state);
  return { key, faults: ["intent" in state ? labelFaults(key, state.intent) : [], tagged].flat(), facts };
};

const stateOf = (events: readonly LedgerEvent[]): SubmissionState | BrokenLedger => {
  try {
    return fold(events);
  } catch (error) {
    if (error instanceof BrokenLedger) return error;
    throw error;
  }
};

const tagFaults = (
  { name, message }: { readonly name: string; readonly message: string | undefined },
  events: readonly LedgerEvent[],
): readonly string[] => {
  const fault = tagFault(name, message, events);
  return fault === undefined ? [] : [fault];
};

/** The label is a digest of names; PanDA's names are made of it. */
const labelFaults = (key: SubmissionKey, { repository, tag, version, run, label }: Intent): readonly string[] =>
  label === submissionLabel(repository, tag, version, run) ? [] : [`${key}: its label is not made of its names`];

const factsOf = (key: SubmissionKey, events: readonly LedgerEvent[], state: SubmissionState): SubmissionFacts => ({
  live: isLive(state) ? state : undefined,
  watched: watchedOf(key, state),
  ended: endedOf(key, state),
  seeds: "intent" in state ? state.intent.seeds : [],
  contents: events.flatMap((event) => {
    const held = isOfMain(event) ? undefined : contentBy(event);
    return held === undefined ? [] : [[held.contentDigest, key] as const];
  }),
});

/** What the events of all submissions say together. It grows as they are read, one after the other. */
export type LedgerSummary = {
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
