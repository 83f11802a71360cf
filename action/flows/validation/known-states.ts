import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { KnownState } from "../../core/outcomes/outcome.ts";
import type { Production } from "../../core/production/production.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import { type History, readableState } from "../ledger-access/history.ts";

type KnownHistory = NonNullable<History>;

type TagsRead = {
  readonly keys: readonly SubmissionKey[];
  /** Without those whose events cannot be followed: `shrek ledger verify` shows them. */
  readonly states: ReadonlyMap<SubmissionKey, SubmissionState>;
};

export const readTags = async (history: KnownHistory, tags: readonly string[]): Promise<TagsRead> => {
  const { ledger, head } = history;
  const keys = tags.length === 0 ? [] : await ledger.submissions(head, ...tags);
  return { keys, states: await readStates(history, keys) };
};

export const readStates = async (
  { ledger, head }: KnownHistory,
  keys: readonly SubmissionKey[],
): Promise<TagsRead["states"]> => {
  const states = [...(await ledger.read(head, keys))].flatMap(([key, lines]) => {
    const state = readableState(lines);
    return state === undefined ? [] : [[key, state] as const];
  });
  return new Map(states);
};

export const kindsOf = ({ keys, states }: TagsRead): readonly (readonly [SubmissionKey, KnownState])[] =>
  keys.map((key) => [key, states.get(key)?.kind ?? "unreadable"]);

export const knownOf = async (
  history: KnownHistory,
  productions: readonly Pick<Production, "tag" | "version">[],
): Promise<ReadonlyMap<SubmissionKey, KnownState>> => {
  const versions = new Set(productions.map(({ tag, version }) => `${tag} ${version}`));
  const known = new Map<SubmissionKey, KnownState>();
  for (const tags of byParts([...new Set(productions.map(({ tag }) => tag))], atOneTime)) {
    for (const [key, kind] of kindsOf(await readTags(history, tags))) {
      const { tag, version } = partsOfKey(key);
      if (versions.has(`${tag} ${version}`)) known.set(key, kind);
    }
  }
  return known;
};
