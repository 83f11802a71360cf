import { commandOfDeclared, type Declared } from "../../ledger/declared.ts";
import { readsIntent } from "../../ledger/declared-read.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import { intentIn } from "../../ledger/intent-in.ts";
import type { Observation } from "../../submission/observation.ts";
import type { SubmissionState } from "../../submission/state.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { verifyCommand } from "../authorization/verify-command.ts";
import { each, inState, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import { all } from "../reads.ts";

type ConfirmedWord = Declared & { readonly saidOn: string };
type ConfirmedWords = { readonly state: OpenIntent; readonly words: readonly ConfirmedWord[] };

/** Words on data that GitHub confirms stay with them, and all readers are told: that reads the whole ledger. */
export async function confirmDeclarations(planning: Planning, from: Planned): Promise<Planned> {
  const withWords = await each(planning.notes, inState(from, hasUnconfirmed), async ({ key, state }) => ({
    key,
    state,
    words: await confirmed(planning, state),
  }));
  const seen = withWords.flatMap(({ key, words }) =>
    words.map(({ id, saidOn }) => [key, { kind: "declaration-confirmed", id, saidOn } satisfies Observation] as const),
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

const hasUnconfirmed = (state: SubmissionState): state is OpenIntent =>
  "past" in state && state.past.declared.some(({ saidOn }) => saidOn === undefined);

async function confirmed(
  planning: Planning,
  { intent, past: { declared } }: OpenIntent,
): Promise<readonly ConfirmedWord[]> {
  const asked = await all(
    declared.map(async (one): Promise<readonly ConfirmedWord[]> => {
      if (one.saidOn !== undefined) return [];
      const { at } = await verifyCommand(planning, { intent }, commandOfDeclared(one));
      return at === undefined ? [] : [{ ...one, saidOn: at }];
    }),
  );
  return asked.flat();
}

async function observationsOfReaders(
  { ledger, ledgerHead }: Planning,
  { view }: Planned,
  withWords: readonly ConfirmedWords[],
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
