import type { Declared } from "../../ledger/declared.ts";
import { readsIntent } from "../../ledger/declared-read.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import type { Observation } from "../../submission/observation.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { inState, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";

type NewWords = { readonly state: OpenIntent; readonly words: readonly Declared[] };

/** A word on data counts once it is on the ledger; all readers are told of it, once: that reads the whole ledger. */
export async function tellReaders(planning: Planning, from: Planned): Promise<Planned> {
  const withWords = inState(from, hasUntoldWord).map(({ key, state }) => ({
    key,
    state,
    words: state.past.declared.filter(isNew),
  }));
  const seen = withWords.flatMap(({ key, words }) =>
    words.map(({ id }) => [key, { kind: "declaration-told", id, saidOn: planning.now } satisfies Observation] as const),
  );
  if (seen.length === 0) return from;
  const ofReaders = await observationsOfReaders(planning, from, withWords);
  const before = await withLoaded(
    planning,
    from,
    ofReaders.map(([key]) => key),
  );
  return withSeen(planning, before, "Declared:", [...seen, ...ofReaders]);
}

const isNew = ({ saidOn }: Declared): boolean => saidOn === undefined;
const hasUntoldWord = (state: SubmissionState): state is OpenIntent =>
  "past" in state && state.past.declared.some(isNew);

async function observationsOfReaders(
  { ledger, ledgerHead }: Planning,
  { view }: Planned,
  withWords: readonly NewWords[],
): Promise<readonly (readonly [SubmissionKey, Observation])[]> {
  const keys = await ledger.submissions(ledgerHead);
  const others = keys.filter((key) => !view.states.has(key));
  const read = await ledger.events(ledgerHead, others);
  const intents = [
    ...[...view.states].flatMap(([key, state]) => ("intent" in state ? [[key, state.intent] as const] : [])),
    ...[...read].flatMap(([key, lines]) => {
      const intent = intentIn(lines);
      return intent === undefined ? [] : [[key, intent] as const];
    }),
  ];
  return withWords.flatMap(({ state: { intent: of }, words }) =>
    intents.flatMap(([key, reader]) =>
      words
        .filter(({ step }) => readsIntent(reader, of, step))
        .map(({ step, quality, by, reason }) => {
          const { tag, version, run } = of;
          return [key, { kind: "input-declared", input: { tag, version, run }, step, quality, by, reason }] as const;
        }),
    ),
  );
}
