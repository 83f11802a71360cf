import type { CheckSubject, DeclaredData, Ledgered, RepositoryIndex } from "../../core/cross-checks/context.ts";
import type { Facts } from "../../core/cross-checks/facts.ts";
import { partsOf, tagAtVersion } from "../../core/cross-checks/supersedes.ts";
import { badWord } from "../../core/ledger/declared.ts";
import { keysRead, notValidated } from "../../core/ledger/declared-read.ts";
import { type Intent, partsOfKey, type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { intentIn } from "../../core/ledger/intent-in.ts";
import { streamsOf } from "../../core/ledger/make-intent.ts";
import { namesRead } from "../../core/production/data-read.ts";
import { type ListedData, listedDataOf } from "../../core/production/list-origin.ts";
import { type Production, trialNamesRead } from "../../core/production/production.ts";
import { lastTasks } from "../../core/submission/orders.ts";
import type { Past, SubmissionState } from "../../core/submission/state.ts";
import { isFinal, isStopped, isSuccess } from "../../core/submission/states.ts";
import { compareNatural } from "../../core/text/natural-order.ts";
import { factsBehind } from "./facts-behind.ts";
import { type History, type Recorded, readableState, tagOfKey, unreadIn } from "./history.ts";
import { madeBefore } from "./ledger-view.ts";
import { seedsGiven } from "./made-lists.ts";
import { dataOfTrials } from "./trial-data.ts";

/** Of all submissions whose data these productions read, those on which somebody said a word. `keys`: of the tags that they name. */
const declaredData = async (
  { ledger, head }: NonNullable<History>,
  own: readonly { readonly production: Production }[],
  keys: readonly SubmissionKey[],
): Promise<readonly DeclaredData[]> => {
  const productions = own.map(({ production }) => production);
  const isOpen = productions.some((one) => namesRead(one).length > 0);
  const known = isOpen ? await ledger.submissions(head) : keys;
  const read = await statesOf({ ledger, head }, [...new Set(productions.flatMap((one) => keysRead(one, known)))]);
  const said = read
    .map(madeBy)
    .filter(
      (made) => made.declared.length > 0 || (made.hasEnded && notValidated(made, made.intent.steps) !== undefined),
    );
  const tags = new Set(said.map(({ intent }) => intent.tag));
  const states = await statesOf({ ledger, head }, tags.size === 0 ? [] : await ledger.submissions(head, ...tags));
  const good = states.filter(
    ({ kind, intent, past }) =>
      isSuccess(kind) && intent.trial === undefined && badWord(past.declared, intent.steps) === undefined,
  );
  return said.map((made) => ({ ...made, nearest: nearestTo(made.intent, good) }));
};

type ReadState = Extract<SubmissionState, { readonly past: Past; readonly intent: Intent }>;

const madeBy = (state: ReadState): Omit<DeclaredData, "nearest"> => ({
  intent: state.intent,
  declared: state.past.declared,
  tasks: lastTasks(state),
  hasEnded: isFinal(state.kind) || isSuccess(state.kind) || isStopped(state.kind),
});

const statesOf = async ({ ledger, head }: NonNullable<History>, keys: readonly SubmissionKey[]) =>
  [...(await ledger.read(head, keys)).values()].flatMap((lines) => {
    const state = readableState(lines);
    return state !== undefined && "past" in state ? [state] : [];
  });

const nearestTo = ({ tag, version }: Intent, good: readonly { readonly intent: Intent }[]): string | undefined => {
  const versions = good
    .flatMap(({ intent }) => (intent.tag === tag && intent.version !== version ? [intent.version] : []))
    .toSorted(compareNatural);
  return versions.find((one) => compareNatural(one, version) > 0) ?? versions.at(-1);
};

/** Other productions that one names: by tag. */
export const namedBy = ({ needs, supersedes }: Facts): readonly string[] => [
  ...needs.map(({ of }) => of),
  ...supersedes.map((name) => partsOf(name).tag),
];

/** What the ledger knows of everything that these name. */
export const askLedger = async (
  recorded: Recorded,
  own: readonly CheckSubject[],
  index: RepositoryIndex,
): Promise<Ledgered | undefined> => {
  const validated = own.map(({ facts }) => facts);
  if (recorded === undefined) return undefined;
  const { ledger, head, keys } = recorded;
  const known = new Set(keys);
  const listed = own.flatMap(({ production }) => listedBy(production));
  const needs = new Map(
    [...validated.flatMap((one) => one.needs), ...listed.map(({ tag, version }) => ({ of: tag, version }))]
      .map((need) => [submissionKey(need.of, need.version, undefined), need] as const)
      .filter(([key]) => known.has(key)),
  );
  const read = await ledger.read(head, [...needs.keys()]);
  const facts = await factsBehind({ ledger, head }, validated, index);
  const unread = new Map(
    [...needs].flatMap(([key, { of, version }]) => {
      const why = unreadIn(read.get(key) ?? []);
      return why === undefined ? [] : [[tagAtVersion(of, version), why] as const];
    }),
  );
  const versions = versionsOf(keys, facts);
  const isStrange = (tag: string): boolean => !versions.has(tag) && index.tagged(tag).length === 0;
  const strange = validated.flatMap(namedBy).some(isStrange);
  return {
    versions,
    behind: facts,
    homes: await homesOf(recorded, validated, index),
    unread,
    trialData: await dataOfTrials(
      ledger,
      own.flatMap(({ production }) => trialNamesRead(production)),
      head,
    ),
    declared: await declaredData(recorded, own, keys),
    growing: growingIn(keys),
    madeBefore: await madeBefore({ ledger, head }, validated),
    seeds: await seedsGiven(
      { ledger, head },
      own.flatMap(({ production }) => streamsOf(production)),
    ),
    tags: strange ? [...new Set((await ledger.submissions(head)).map(tagOfKey))] : [],
  };
};

/** The productions whose files its lists name. */
export const listedBy = ({ origins }: Production): readonly ListedData[] =>
  origins.flatMap((origin) => listedDataOf(origin) ?? []);

/** The folders of intents with tags that exist twice; no other intents are read for it. */
const homesOf = async (
  { ledger, head, keys }: NonNullable<Recorded>,
  validated: readonly Facts[],
  index: RepositoryIndex,
): Promise<Ledgered["homes"]> => {
  const twice = new Set(validated.map(({ tag }) => tag).filter((tag) => index.tagged(tag).length > 1));
  const homes = new Map<string, Set<string>>();
  if (twice.size === 0) return homes;
  const mine = keys.filter((key) => twice.has(tagOfKey(key)));
  for (const [key, lines] of await ledger.read(head, mine)) {
    const folder = intentIn(lines)?.folder;
    const tag = tagOfKey(key);
    if (folder !== undefined) homes.set(tag, (homes.get(tag) ?? new Set()).add(folder));
  }
  return homes;
};

/** Every version of a tag that the ledger knows, with its facts where they were read. */
const versionsOf = (keys: readonly SubmissionKey[], facts: ReadonlyMap<string, Facts>): Ledgered["versions"] => {
  const versions = new Map<string, Map<string, Facts | undefined>>();
  for (const { tag, version } of keys.map(partsOfKey)) {
    const ofTag = versions.get(tag) ?? new Map<string, Facts | undefined>();
    versions.set(tag, ofTag.set(version, facts.get(tagAtVersion(tag, version))));
  }
  return versions;
};

/** The runs of each version with one submission for each run. */
const growingIn = (keys: readonly SubmissionKey[]): Ledgered["growing"] => {
  const growing = new Map<string, Set<number>>();
  for (const { tag, version, run } of keys.map(partsOfKey)) {
    if (run === undefined) continue;
    const name = tagAtVersion(tag, version);
    growing.set(name, (growing.get(name) ?? new Set()).add(run));
  }
  return growing;
};
