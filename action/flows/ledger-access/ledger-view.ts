import { isTrial } from "../../core/conventions/version-style.ts";
import type { MadeBefore } from "../../core/cross-checks/context.ts";
import type { Facts } from "../../core/cross-checks/facts.ts";
import { type LedgerEvent, partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { MainEvent } from "../../core/ledger/main-event.ts";
import { partOf } from "../../core/ledger/paths.ts";
import { contentsFiles, contentsOf, pairsOf, seedsIn, streamFiles, takeSeeds } from "../../core/ledger/streams.ts";
import { contentBy } from "../../core/ledger/submission-file.ts";
import { type KeyedEvent, linesAt, stateIn, type View } from "../../core/pass/view.ts";
import { Failure } from "../../core/problems/failure.ts";
import { applyEvent, fold } from "../../core/submission/fold.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { holdsData } from "../../core/submission/unread.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import { pagesOf } from "../../core/view/ledger/pages.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "./history.ts";
import { type At, contentsAt, seedsGiven } from "./made-lists.ts";

/** The parts of the list of contents that these events change. */
export const contentsAfter = async (at: At, events: readonly KeyedEvent[]): Promise<readonly SourceFile[]> => {
  const added = events.flatMap(([key, event]) => {
    const held = contentBy(event);
    return held === undefined ? [] : [[held.contentDigest, key] as const];
  });
  const before = await contentsAt(
    at,
    added.map(([digest]) => digest),
  );
  return contentsFiles(contentsOf([...pairsOf(before), ...added]));
};

/**
 * Versions of other tags that have one of these contents and whose data may exist, by content. Who is on the ledger
 * with its content itself, in this version or before, was asked when it came.
 */
export const madeBefore = async (
  at: At,
  validated: readonly Facts[],
): Promise<ReadonlyMap<string, readonly MadeBefore[]>> => {
  if (validated.length === 0) return new Map();
  const contents = await contentsAt(
    at,
    validated.map(({ digest }) => digest),
  );
  const wanted = new Map(
    validated.flatMap(({ digest, tag, version }) => {
      const keys = contents.get(digest) ?? [];
      const isKnown = keys.some((key) => {
        const own = partsOfKey(key);
        return own.tag === tag && (own.version === version || !isTrial(own.version));
      });
      return isKnown
        ? []
        : keys.flatMap((key) => {
            const { tag: other, version: of } = partsOfKey(key);
            return other === tag || isTrial(of) ? [] : [[key, { digest, tag: other, version: of }] as const];
          });
    }),
  );
  if (wanted.size === 0) return new Map();
  const read = await at.ledger.read(at.head, [...wanted.keys()]);
  const found = [...wanted].flatMap(([key, { digest, ...name }]) => {
    const state = readableState(read.get(key) ?? []);
    if (state === undefined || !holdsData(state)) return [];
    return [{ digest, ...name, made: state.kind === "skipped" ? ("elsewhere" as const) : ("here" as const) }];
  });
  return Map.groupBy(found, ({ digest }) => digest);
};

export const loadView = async (ledger: Ledger, also: readonly SubmissionKey[] = []): Promise<View> => {
  const head = await ledger.head();
  const events = await ledger.read(head, [...new Set([...head.live, ...also])]);
  return { head, states: new Map([...events].map(([key, lines]) => [key, fold(lines)])) };
};

/** A list of commits shows the first line alone. */
const withBody = (why: string, events: readonly KeyedEvent[]): string => {
  const keys = new Set(events.map(([key]) => key));
  return keys.size <= 2 ? why : `${why}\n\n${[...keys].join("\n")}`;
};

export type Writing = {
  readonly events: readonly KeyedEvent[];
  readonly main?: readonly MainEvent[];
  /** States besides what lives, which the decision read at the same head. */
  readonly loaded?: View["states"];
  readonly pages?: readonly SourceFile[];
  readonly why: string;
};

const maxWriteRounds = 50;

/**
 * Compare and swap means decide again: a refused write is answered by reading the branch and deciding from its present
 * content. Nothing is ever applied again on a new head. `from` is a view this process has: the first decision is made
 * of it without reading, and if the branch has moved on meanwhile its write is refused like any other. A decision that
 * writes nothing is refused by nobody, so it may be of the past: what follows from it must be decided again.
 */
export const decideAndWrite = async <T extends Writing>(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  also: readonly SubmissionKey[],
  decide: (view: View) => T | Promise<T>,
  from?: View,
): Promise<{ readonly view: View; readonly decided: T }> => {
  for (let round = 0; round < maxWriteRounds; round++) {
    const view = round === 0 && from !== undefined ? from : await loadView(ports.ledger, also);
    const decided = await decide(view);
    const written = await write(ports, view, decided);
    if (written !== "moved") return { view: written, decided };
    await ports.clock.sleep(20 + (ports.clock.random(1)[0] ?? 0));
  }
  throw new Failure("Fifty writes to the ledger failed: another process changed it each time.", {
    wayOut: "Another reconcile is busy; try again.",
  });
};

const write = async (
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  at: View,
  { events, main = [], loaded, pages = [], why }: Writing,
): Promise<View | "moved"> => {
  const view = loaded === undefined ? at : { ...at, states: new Map([...loaded, ...at.states]) };
  if (events.length === 0 && main.length === 0) return view;
  const now = clock.now().toISOString();
  const touched = new Map<SubmissionKey, SubmissionState>();
  for (const [key, event] of events) touched.set(key, applyEvent(touched.get(key) ?? stateIn(view, key), event, now));
  const seeds = await seedFiles({ ledger, head: view.head }, events);
  const lines: readonly LedgerEvent[] = [...linesAt(events, now), ...main.map((line) => ({ at: now, ...line }))];
  const all = [...pagesOf(view.states, touched, view.head), ...seeds, ...pages];
  const appended = await ledger.append(view.head, lines, all, withBody(why, events));
  return appended.kind === "moved" ? "moved" : { head: appended.head, states: new Map([...view.states, ...touched]) };
};

/** The parts of the list of seeds that these intents change. */
const seedFiles = async (at: At, events: readonly KeyedEvent[]): Promise<readonly SourceFile[]> => {
  const taken = seedsIn(events.map(([, event]) => event));
  const before = await seedsGiven(
    at,
    taken.map(({ stream }) => stream),
  );
  const after = takeSeeds(before, taken);
  const changed = [...after].flatMap(([stream, last]) => (before.get(stream) === last ? [] : [partOf(stream)]));
  return streamFiles(after, [...new Set(changed)]);
};
