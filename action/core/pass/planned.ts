import type { Intent, SubmissionKey } from "../ledger/event.ts";
import { describeError, Failure, orFailure } from "../problems/failure.ts";
import { decideAll } from "../submission/decide-all.ts";
import { applyEvent, fold } from "../submission/fold.ts";
import type { Context, Observation } from "../submission/observation.ts";
import type { PandaDate, SubmissionState } from "../submission/state.ts";
import type { Cost, Work } from "./cost.ts";
import type { PassSpent } from "./left.ts";
import type { PassSetting } from "./pass-setting.ts";
import { all, type Moment, type Reads } from "./reads.ts";
import { type KeyedEvent, namesIn, stateIn, type View } from "./view.ts";

/** What a pass is planned at, and where it says what is no event. */
export type Planning = Moment & {
  readonly setting: PassSetting;
  /** The right to call is held under this name. */
  readonly context: Context;
  readonly pandaDate: PandaDate;
  /** A number that nobody can foresee. */
  readonly chance: number;
  readonly notes: PlanNotes;
  /** Those that can be paid beside what is kept, or `inOrder` the first; people hear that others wait, as `noun`. */
  payable(works: readonly Work[], noun: string, kept: Cost, inOrder?: true): Promise<readonly Work[]>;
};

export type PlanNotes = {
  /** For progress; the same line is printed once. */
  tell(line: string): void;
  /** What kept a submission from its next step; the next pass tries it again. */
  trouble(key: SubmissionKey, why: string): void;
  spend(what: Partial<PassSpent>): void;
  postpone(noun: string, why: string): void;
  /** An archive that the plan made of an intent: it need not be made again when it is sent. */
  keep(packed: Packed): void;
};

export type Packed = { readonly intent: Intent; readonly archive: Uint8Array };

/** A plan as far as it is made: each part is decided on the view in which the parts before it stand already. */
export type Planned = {
  readonly view: View;
  readonly parts: readonly { readonly why: string; readonly events: readonly KeyedEvent[] }[];
  /** Submissions that the view has besides what lives, as the ledger has them. */
  readonly loaded: View["states"];
};

export const beginPlan = (view: View): Planned => ({ view, parts: [], loaded: new Map() });

type SeenOf = readonly [SubmissionKey, Observation];

/** `why`: words for the commit, followed by the names of the submissions. */
export const withSeen = (planning: Planning, before: Planned, why: string, seen: Iterable<SeenOf>): Planned => {
  const events = [...Map.groupBy(seen, ([key]) => key)].flatMap(([key, ones]) =>
    decideAll(
      stateIn(before.view, key),
      ones.map(([, one]) => one),
      planning.context,
    ).events.map((event): KeyedEvent => [key, event]),
  );
  return addEvents(planning, before, `${why} ${namesIn(events)}`, events);
};

/** `why`: all words for the commit. */
export const addEvents = (
  { now }: Pick<Planning, "now">,
  before: Planned,
  why: string,
  events: readonly KeyedEvent[],
): Planned => {
  if (events.length === 0) return before;
  const states = new Map(before.view.states);
  for (const [key, event] of events) states.set(key, applyEvent(stateIn({ states }, key), event, now));
  return { ...before, view: { ...before.view, states }, parts: [...before.parts, { why, events }] };
};

/** Something that the ledger notes, and that is no submission's. */
export const withWords = (before: Planned, why: string): Planned => ({
  ...before,
  parts: [...before.parts, { why, events: [] }],
});

export const plannedEvents = ({ parts }: Planned): readonly KeyedEvent[] => parts.flatMap(({ events }) => events);

/** The plan with the states of these too, which may have ended. */
export async function withLoaded(reads: Reads, before: Planned, keys: readonly SubmissionKey[]): Promise<Planned> {
  const { view } = before;
  const missing = [...new Set(keys)].filter((key) => !view.states.has(key));
  if (missing.length === 0) return before;
  const read = await reads.ledger.events(view.head, missing);
  const found = new Map([...read].map(([key, lines]) => [key, fold(lines)]));
  return {
    ...before,
    view: { ...view, states: new Map([...view.states, ...found]) },
    loaded: new Map([...before.loaded, ...found]),
  };
}

/** Work for several submissions. A Failure is trouble of its submission alone; `undefined` is left out. */
export async function each<T extends { readonly key: SubmissionKey }, R>(
  { trouble }: PlanNotes,
  ones: readonly T[],
  work: (one: T) => Promise<R | undefined>,
): Promise<readonly R[]> {
  const results = await all(ones.map((one) => orFailure(() => work(one))));
  return results.flatMap((result, at) => {
    const key = ones[at]?.key;
    if (result instanceof Failure && key !== undefined) trouble(key, describeError(result));
    return result === undefined || result instanceof Failure ? [] : [result];
  });
}

/** All of them, in a row that begins where chance says: of a few at its begin, each is among them in some pass. */
export const fromChance = <T>(chance: number, ones: readonly T[]): readonly T[] => {
  // Of none it is no number, and takes none.
  const begin = chance % ones.length;
  return [...ones.slice(begin), ...ones.slice(0, begin)];
};

/** Submissions that the pass may go on with. */
export const openIn = (planned: Planned) => inState(planned, (state): state is SubmissionState => true);

/** Those of them in a state of some kind. Each part of a plan asks, and thousands may wait: nothing is made for those. */
export const inState = <S extends SubmissionState>(
  { view }: Planned,
  is: (state: SubmissionState) => state is S,
): readonly { readonly key: SubmissionKey; readonly state: S }[] => {
  const found: { readonly key: SubmissionKey; readonly state: S }[] = [];
  for (const [key, state] of view.states) if (is(state)) found.push({ key, state });
  return found;
};
