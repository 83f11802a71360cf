import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import type { KnownState } from "../../core/outcomes/outcome.ts";
import type { Production } from "../../core/production/production.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import { type History, readableState } from "../ledger-access/history.ts";

type KnownHistory = NonNullable<History>;

/** Every submission of these tags. One whose events cannot be followed has no state: `shrek ledger verify` shows it. */
export const statesOfTags = async (
  { ledger, head }: KnownHistory,
  tags: readonly string[],
): Promise<ReadonlyMap<SubmissionKey, SubmissionState>> => {
  const keys = tags.length === 0 ? [] : await ledger.submissions(head, ...tags);
  return new Map(
    [...(await ledger.read(head, keys))].flatMap(([key, lines]) => {
      const state = readableState(lines);
      return state === undefined ? [] : [[key, state] as const];
    }),
  );
};

/** What the ledger has of these productions. */
export const knownOf = async (
  history: KnownHistory,
  productions: readonly Pick<Production, "tag" | "version">[],
): Promise<ReadonlyMap<SubmissionKey, KnownState>> => {
  const versions = new Set(productions.map(({ tag, version }) => `${tag} ${version}`));
  const known = new Map<SubmissionKey, KnownState>();
  for (const tags of byParts([...new Set(productions.map(({ tag }) => tag))], atOneTime)) {
    const states = await statesOfTags(history, tags);
    for (const key of await history.ledger.submissions(history.head, ...tags)) {
      const { tag, version } = partsOfKey(key);
      if (versions.has(`${tag} ${version}`)) known.set(key, states.get(key)?.kind ?? "unreadable");
    }
  }
  return known;
};
