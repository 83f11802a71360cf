import { type Collection, didOf, didText, type Replicas } from "../../core/catalogue/data-seen.ts";
import { badWord, goodWord } from "../../core/ledger/declared.ts";
import { type Intent, type KeyParts, partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { givenUpDids, keepTerms } from "../../core/ledger/keeping.ts";
import { type DataMaker, didsToMake } from "../../core/outcomes/left-data.ts";
import { expiryId, liveReaders, whyStays } from "../../core/pass/commands/may-expire.ts";
import { fold } from "../../core/submission/fold.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { DataInRucio } from "../../core/view/status/data-in-rucio.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { Ledger } from "../../ports/ledger.ts";

type DataPorts = {
  readonly ledger: Ledger;
  readonly catalogue: (place: NonNullable<Intent["arrives"]>["place"]) => Catalogue;
};
type MadeBy = { readonly key: SubmissionKey; readonly state: DataMaker };

/** What Rucio has of what these submissions made. Rucio is asked by hundreds, and by nothing for each rule. */
export const dataMade = async (
  { ledger, catalogue }: DataPorts,
  isMeant: (key: KeyParts) => boolean,
  isWanted: (state: MadeBy["state"]) => boolean = () => true,
): Promise<readonly DataInRucio[]> => {
  const head = await ledger.head();
  const keys = (await ledger.submissions(head)).filter((key) => isMeant(partsOfKey(key)));
  const made = [...(await ledger.read(head, keys))].flatMap(([key, lines]): readonly MadeBy[] => {
    const state = fold(lines);
    if (!("past" in state) || state.intent.arrives === undefined || !isWanted(state)) return [];
    return didsToMake(state).length > 0 ? [{ key, state }] : [];
  });
  const live = [...(await ledger.read(head, head.live))].map(([key, lines]) => [key, fold(lines)] as const);
  const places = Map.groupBy(made, ({ state }) => JSON.stringify(state.intent.arrives?.place));
  const seen = new Map<string, readonly [Collection, Replicas]>();
  for (const [first] of [...places.values()].map((ones) => [ones[0], ones] as const)) {
    const place = first?.state.intent.arrives?.place;
    if (place === undefined) continue;
    const rucio = catalogue(place);
    const ones = places.get(JSON.stringify(place)) ?? [];
    const known = await rucio.collections(ones.flatMap(({ state }) => didsToMake(state)).map(didOf));
    const replicas = await rucio.replicas([...known.values()]);
    for (const [did, one] of known) seen.set(did, [one, replicas.get(did) ?? { at: [], lost: undefined }]);
  }
  return made.flatMap(({ key, state }) =>
    didsToMake(state).flatMap((did) => {
      const found = seen.get(did);
      return found === undefined ? [] : [madeOf({ key, state }, found, live)];
    }),
  );
};

const madeOf = (
  { key, state }: MadeBy,
  [collection, replicas]: readonly [Collection, Replicas],
  live: readonly (readonly [SubmissionKey, SubmissionState])[],
): DataInRucio => {
  const { intent, past, kind } = state;
  const { did, files, bytes, events } = collection;
  const name = didText(did);
  const readers = liveReaders(state, live);
  const isEnded = givenUpDids(past).includes(name);
  const isKept = past.kept?.dids.includes(name) === true && !isEnded;
  return {
    ...{ tag: intent.tag, version: intent.version, run: intent.run ?? null, state: kind, did: name },
    ...{ files, bytes, events: events ?? null, at: replicas.at, lost: replicas.lost ?? null },
    owner: keepTerms(state)?.owner ?? null,
    until: isKept ? (past.kept?.until ?? "forever") : null,
    isKept,
    isEnded,
    isGivenUp: kind === "withdrawn" || kind === "retired",
    readers: past.readers,
    liveReaders: readers.map((one) => one.replace(/\/0$/, "")),
    quality: qualityOf(state),
    stays: isKept ? (whyStays(state, readers) ?? null) : isEnded ? "its rule has ended" : "no rule of SHREK keeps it",
    id: expiryId(collection),
    ...{ key, pullRequest: intent.pullRequest },
  };
};

const qualityOf = ({ intent, past: { declared } }: MadeBy["state"]): DataInRucio["quality"] =>
  badWord(declared, intent.steps) !== undefined
    ? "bad"
    : goodWord(declared, intent.steps) !== undefined
      ? "good"
      : "not said";
