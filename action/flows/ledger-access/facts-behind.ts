import type { RepositoryIndex } from "../../core/cross-checks/context.ts";
import { unseenBehind } from "../../core/cross-checks/counts.ts";
import type { Facts, StepCounts } from "../../core/cross-checks/facts.ts";
import { factsOfIntent, intendedCounts } from "../../core/cross-checks/facts-of-intent.ts";
import { tagAtVersion } from "../../core/cross-checks/supersedes.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { intentIn } from "../../core/ledger/intent-in.ts";
import { atOneTime, byParts } from "../../core/text/by-parts.ts";
import type { History } from "./history.ts";

/** By TAG@VERSION, of all that these descend from and that is on no tree, what the ledger intended. */
export const factsBehind = async (
  history: NonNullable<History>,
  roots: readonly Facts[],
  index: RepositoryIndex,
): Promise<ReadonlyMap<string, Facts>> => {
  const { ledger, head } = history;
  const found = new Map<string, Facts>();
  const asked = new Set<string>();
  const runs = new Set(roots.flatMap((one) => [...(one.runs?.keys() ?? [])]));
  const find = (tag: string, version: string): Facts | undefined =>
    index.valid(tag, version) ?? found.get(tagAtVersion(tag, version));
  for (;;) {
    const unseen = unseenBehind(roots, find).filter((one) => !asked.has(tagAtVersion(one.tag, one.version)));
    if (unseen.length === 0) return found;
    const names = new Set(unseen.map(({ tag, version }) => tagAtVersion(tag, version)));
    for (const name of names) asked.add(name);
    const keys = (await ledger.submissions(head, ...new Set(unseen.map(({ tag }) => tag)))).filter((key) => {
      const { tag, version, run } = partsOfKey(key);
      return names.has(tagAtVersion(tag, version)) && (run === undefined || runs.has(run));
    });
    for (const [name, facts] of await intendedFactsOf(history, keys)) found.set(name, facts);
  }
};

/** Intents are far larger than what is found in them, and of the runs of a version only counts differ. */
const intendedFactsOf = async (
  { ledger, head }: NonNullable<History>,
  keys: readonly SubmissionKey[],
): Promise<ReadonlyMap<string, Facts>> => {
  const found = new Map<string, Facts>();
  const runs = new Map<string, [number, StepCounts][]>();
  for (const part of byParts(keys, atOneTime))
    for (const lines of (await ledger.read(head, part)).values()) {
      const intent = intentIn(lines);
      if (intent === undefined) continue;
      const name = tagAtVersion(intent.tag, intent.version);
      const facts = found.get(name) ?? factsOfIntent(intent);
      if (facts === undefined) continue;
      found.set(name, facts);
      const own = runs.get(name) ?? [];
      own.push(...(intendedCounts(intent) ?? []));
      runs.set(name, own);
    }
  return new Map(
    [...found].map(([name, facts]) => [
      name,
      facts.runs === undefined ? facts : { ...facts, runs: new Map(runs.get(name)) },
    ]),
  );
};
