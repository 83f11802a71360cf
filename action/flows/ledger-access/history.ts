import { badWord } from "../../core/ledger/declared.ts";
import { type HeldContent, type LedgerEvent, partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { writtenIn } from "../../core/ledger/intended-steps.ts";
import { intentIn } from "../../core/ledger/intent-in.ts";
import { deliveredOf } from "../../core/outcomes/delivered.ts";
import { eventsAskedOf } from "../../core/outcomes/samples.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { makeProblem, type Problem } from "../../core/problems/problem.ts";
import { contentDigest } from "../../core/production/content.ts";
import { BrokenLedger, fold } from "../../core/submission/fold.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { isFinal } from "../../core/submission/states.ts";
import { unreadBecause } from "../../core/submission/unread.ts";
import { isOver } from "../../core/submission/ways-out.ts";
import { intendedRow, sharedContent } from "../../core/validate/split-runs.ts";
import type { PastVersion } from "../../core/versioning/check-version.ts";
import type { Ledger } from "../../ports/ledger.ts";

/** The ledger as it was when it was asked; `undefined`: it cannot be. */
export type History = { readonly ledger: Ledger; readonly head: LedgerHead } | undefined;

/** And every submission of the tags that matter. */
export type Recorded = (NonNullable<History> & { readonly keys: readonly SubmissionKey[] }) | undefined;

export const recordedOf = async (history: Promise<History>, tags: ReadonlySet<string>): Promise<Recorded> => {
  const known = await history;
  if (known === undefined) return undefined;
  return { ...known, keys: tags.size === 0 ? [] : await known.ledger.submissions(known.head, ...tags) };
};

/** What the ledger says of earlier versions, by tag; a tag without any has an empty list. */
export const pastOf = async (
  recorded: Recorded,
  tags: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly PastVersion[]> | undefined> => {
  if (recorded === undefined) return undefined;
  const keys = recorded.keys.filter((key) => tags.has(tagOfKey(key)));
  const past = new Map<string, PastVersion[]>([...tags].map((tag) => [tag, []]));
  for (const [key, lines] of await recorded.ledger.read(recorded.head, keys)) {
    const elsewhere = heldIn(lines);
    const held = contentIn(lines);
    if (held?.content === undefined || held.contentDigest === undefined) continue;
    const { tag, version } = partsOfKey(key);
    const submitted = elsewhere !== undefined || lines.some(({ event }) => event === "checking");
    const made = elsewhere === undefined ? "here" : "elsewhere";
    past.get(tag)?.push({
      version,
      ...shared(held),
      submitted,
      made,
      isDone: isDone(lines),
      unread: unreadIn(lines) ?? badIn(lines),
      ...eventsIn(lines),
      ...intendedRunOf(held, lines),
    });
  }
  return new Map([...past].map(([tag, all]) => [tag, oneEach(all)]));
};

/** Of a run, what it shares with all runs of its version: that is what versions are compared by. */
const shared = ({ content, contentDigest: own }: HeldContent): HeldContent => {
  const all = sharedContent(content);
  return { content: all, contentDigest: all === content ? own : contentDigest(all) };
};

const isDone = (lines: readonly LedgerEvent[]): boolean => {
  const state = readableState(lines);
  return state !== undefined && isOver(state);
};

const eventsIn = (lines: readonly LedgerEvent[]): Pick<PastVersion, "extends" | "events"> => {
  const state = readableState(lines);
  if (state === undefined || !("intent" in state) || state.intent.run !== undefined) return {};
  const [asked, delivered] = [eventsAskedOf(state.intent), deliveredOf(state)];
  return {
    extends: writtenIn(state.intent, "extends"),
    events: {
      ...(asked === undefined ? {} : { asked }),
      ...(delivered.kind === "known" ? { delivered: delivered.events } : {}),
      isOver: isOver(state),
    },
  };
};

const intendedRunOf = ({ content }: HeldContent, lines: readonly LedgerEvent[]): Pick<PastVersion, "intended"> => {
  const row = intendedRow(content);
  const state = readableState(lines);
  const isInForce = state !== undefined && (!isFinal(state.kind) || state.kind === "skipped");
  return row === undefined ? {} : { intended: [{ ...row, isInForce }] };
};

/** The runs of one version are one version; as soon as one of them may have data, there are data of it. */
const oneEach = (all: readonly PastVersion[]): readonly PastVersion[] =>
  [...Map.groupBy(all, ({ version }) => version).values()].flatMap((runs) => {
    const [first, ...others] = runs;
    if (first === undefined || others.length === 0) return runs;
    const base = runs.find(({ submitted }) => submitted) ?? first;
    const readable = runs.some(({ unread }) => unread === undefined);
    const intended = runs.flatMap((one) => one.intended ?? []);
    const isDone = runs.every((one) => one.isDone);
    return [{ ...base, ...(readable ? { unread: undefined } : {}), intended, isDone }];
  });

export const pastOfTag = async (ledger: Ledger, head: LedgerHead, tag: string): Promise<readonly PastVersion[]> => {
  const recorded = { ledger, head, keys: await ledger.submissions(head, tag) };
  return (await pastOf(recorded, new Set([tag])))?.get(tag) ?? [];
};

/** The content of a version that nobody submitted from here. */
const heldIn = (lines: readonly LedgerEvent[]): HeldContent | undefined => {
  const skipped = lines.find((line) => line.event === "skipped");
  return skipped?.event === "skipped" ? skipped.held : undefined;
};

/** What the author wrote, where the ledger says it. */
export const contentIn = (lines: readonly LedgerEvent[]): HeldContent | undefined => intentIn(lines) ?? heldIn(lines);

export const unreadIn = (lines: readonly LedgerEvent[]): string | undefined => {
  const state = readableState(lines);
  return state === undefined ? undefined : unreadBecause(state);
};

/** Whose word keeps new productions from its data. */
const badIn = (lines: readonly LedgerEvent[]): string | undefined => {
  const state = readableState(lines);
  const bad = state !== undefined && "past" in state ? badWord(state.past.declared, state.intent.steps) : undefined;
  return bad === undefined ? undefined : `was declared bad by ${bad.by}`;
};

/** Advice, which is silent about a submission whose events cannot be followed. */
export const readableState = (lines: readonly LedgerEvent[]): SubmissionState | undefined => {
  try {
    return fold(lines);
  } catch (error) {
    if (error instanceof BrokenLedger) return undefined;
    throw error;
  }
};

export const tagOfKey = (key: SubmissionKey): string => key.slice(0, key.indexOf("/"));

/** The ledger where it is in reach; else why not. An author on a train should still see a typo. */
export const historyOf = async (ledger: Ledger): Promise<{ readonly found: History; readonly why: string }> => {
  const head = await orFailure(() => ledger.head());
  return head instanceof Failure ? { found: undefined, why: head.message } : { found: { ledger, head }, why: "" };
};

export const noHistory = (file: string, why: string): Problem =>
  makeProblem({ file }, "no-history", {
    message: `Versions were not compared with what was submitted before: ${why}`,
    severity: "note",
  });
