import { didText } from "../catalogue/data-seen.ts";
import { keyOf, partsOfKey, type SubmissionKey } from "../ledger/event.ts";
import { givenUpDids, keepTerms, outputDids } from "../ledger/keeping.ts";
import { liveReaders } from "../pass/commands/may-expire.ts";
import type { KeyedEvent } from "../pass/view.ts";
import { lastTasks } from "../submission/orders.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isSuccess, isUnsent } from "../submission/states.ts";
import { andMore, counted, sizeText } from "../text/amounts.ts";
import type { Merged, MergeEffect } from "./merge-effects.ts";

/** Whose data are offered: submissions of one version. */
export type DataMaker = Extract<SubmissionState, { readonly past: unknown }>;
type StatesUnderWay = Iterable<readonly [SubmissionKey, SubmissionState]>;

const readersShown = 3;

/** Who reads the data of what is given up, as far as the ledger knows. `onMain`: versions of main that read them. */
export const leftDataText = (
  ones: readonly DataMaker[],
  states: StatesUnderWay,
  onMain: readonly string[] = [],
): string => {
  const known = [...states];
  const live = [...new Set(ones.flatMap((one) => liveReaders(one, known)).map(versionWithoutRun))];
  const ended = [...onMain, ...ones.flatMap(({ past }) => past.readers.map((reader) => reader.replace("@", " ")))];
  const others = [...new Set(ended)].filter((name) => !live.includes(name));
  const readers = [...live.map((name) => `${name} (live)`), ...others];
  const who = readers.length === 0 ? "nobody reads them" : `read by ${andMore(readers, readersShown)}`;
  return [who, ...(ones.every(isUnsent) ? ["none are made"] : [sizeOf(ones), keptOf(ones), ownersOf(ones)])]
    .filter((part) => part !== "")
    .join("; ");
};

/** Without its run: of 200 runs of a version one is enough to be found by. */
export const versionWithoutRun = (key: SubmissionKey): string => {
  const { tag, version } = partsOfKey(key);
  return `${tag} ${version}`;
};

/** Sizes are known of what was found in Rucio at the end. */
const sizeOf = (ones: readonly DataMaker[]): string => {
  const sets = ones.flatMap(setsOf);
  const bytes = sets.flatMap((one) => one.bytes ?? []);
  const sum = sizeText(bytes.reduce((all, one) => all + one, 0));
  const size = bytes.length === 0 ? "of unknown size" : bytes.length < sets.length ? `of ${sum} or more` : `of ${sum}`;
  return sets.length === 0 ? "no datasets are known" : `${counted(sets.length, "dataset")} ${size}`;
};

/** That its tasks were to make, and that rules of ours keep. */
export const didsToMake = (state: DataMaker): readonly string[] => {
  const made = outputDids(state.intent, lastTasks(state)).map(({ did }) => didText(did));
  return [...new Set([...made, ...(state.past.kept?.dids ?? [])])];
};

/** What a command has ended may be gone. */
const setsOf = (state: DataMaker): readonly { readonly bytes: number | undefined }[] => {
  const arrived = new Map(state.past.arrival?.outputs.map(({ did, bytes }) => [did, bytes]));
  const gone = new Set(givenUpDids(state.past));
  return [...new Set([...arrived.keys(), ...didsToMake(state)])]
    .filter((did) => !gone.has(did))
    .map((did) => ({ bytes: arrived.get(did) }));
};

const keptOf = (ones: readonly DataMaker[]): string => {
  const ends = ones.flatMap(({ past: { kept } }) =>
    kept === undefined ? [] : [kept.until?.slice(0, 10) ?? "for ever"],
  );
  const [first, ...later] = [...new Set(ends)].toSorted();
  if (first === undefined)
    return ones.some(({ intent }) => intent.arrives !== undefined) ? "no rule of SHREK keeps them" : "";
  const last = later.at(-1);
  const from = first === "for ever" ? `kept ${first}` : `kept until ${first}`;
  return last === undefined ? from : `${from} or longer`;
};

const ownersOf = (ones: readonly DataMaker[]): string => {
  const owners = [...new Set(ones.flatMap((one) => keepTerms(one)?.owner ?? []))];
  return owners.length === 0 ? "" : `owner ${andMore(owners, readersShown)}`;
};

/** Versions of main's requests, and the data of productions that they read. */
export type ReadsOnMain = {
  readonly tag: string;
  readonly version: string;
  readonly needs: readonly { readonly of: string; readonly version: string }[];
};

type LeftVersions = ReadonlyMap<string, readonly DataMaker[]>;
type VersionsAround = {
  readonly before: readonly Pick<Merged["before"][number], "tag" | "version" | "run">[];
  readonly after: readonly Pick<Merged["after"][number], "tag">[];
};

/** What a merge takes from main, by `TAG VERSION`: a person may then keep or drop its data. `states`: before it. */
export const versionsLeft = (
  { before, after }: VersionsAround,
  written: readonly KeyedEvent[],
  states: ReadonlyMap<SubmissionKey, SubmissionState>,
): LeftVersions => {
  const stay = new Set(after.map(({ tag }) => tag));
  const removed = before.filter(({ tag }) => !stay.has(tag)).map(keyOf);
  const keys = new Set([
    ...written.flatMap(([key, { event }]) => (leavesMain.has(event) ? [key] : [])),
    ...removed.filter((key) => isSuccess(states.get(key)?.kind ?? "none")),
  ]);
  const left = [...keys].flatMap((key) => {
    const state = states.get(key);
    return state !== undefined && "past" in state ? [{ name: versionWithoutRun(key), state }] : [];
  });
  const byName = Map.groupBy(left, ({ name }) => name);
  return new Map([...byName].map(([name, ones]) => [name, ones.map(({ state }) => state)]));
};

const leavesMain: ReadonlySet<string> = new Set(["withdrawn", "left-main", "closed"] satisfies MergeEffect["kind"][]);

/** `live`: what is under way after the merge. */
export const leftDataEffects = (
  left: LeftVersions,
  live: StatesUnderWay,
  onMain: readonly ReadsOnMain[],
): readonly MergeEffect[] => {
  const known = [...live];
  return [...left].map(([name, ones]) => {
    const readers = onMain.flatMap(({ tag, version, needs }) =>
      needs.some((need) => `${need.of} ${need.version}` === name) ? [`${tag} ${version}`] : [],
    );
    return { kind: "data", name, words: `concerns the data of ${name}: ${leftDataText(ones, known, readers)}` };
  });
};
