import { compareText, type Problem } from "../core/problems/problem.ts";
import type { Bash } from "../ports/bash.ts";
import type { Bounds } from "../ports/bounds.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { historyOf, noHistory } from "./gather/history.ts";
import { judgeSchemas } from "./gather/judge-schemas.ts";
import { type Judged, judgeSources } from "./gather/judge-sources.ts";
import { lintPayloads } from "./gather/lint-payloads.ts";
import { passOverQuiet } from "./gather/pass-over-quiet.ts";

export type Check = {
  readonly judged: readonly Judged[];
  readonly notes: readonly Problem[];
  /** How many folders were passed over, because the index says that there is nothing to tell of them. */
  readonly passed: number;
};
type CheckPorts = {
  readonly snapshot: Snapshot;
  readonly bash: Bash;
  readonly ledger: Ledger;
  readonly bounds?: Bounds;
};

/**
 * Judges productions as they stand, with everything that stands beside them on the same tree. Without a ledger in
 * reach it goes on and says so, because an author on a train should still see a typo.
 */
export const check = async (
  { snapshot, bash, ledger, bounds }: CheckPorts,
  folders: readonly string[],
  {
    place,
    judgedBefore: asked,
  }: { readonly place: string; readonly judgedBefore?: Promise<ReadonlySet<string>> | undefined },
): Promise<Check> => {
  const [{ found, why }, judgedBefore = new Set<string>()] = await Promise.all([historyOf(ledger), asked]);
  const named = folders.toSorted(compareText);
  const passed = await passOverQuiet(snapshot, place, found, named, judgedBefore);
  const sources = await snapshot.all(passed.folders);
  const judged = await judgeSources(
    { bash, history: Promise.resolve(found), onTree: passed.onTree, lint: lintPayloads, judgedBefore, bounds },
    sources,
  );
  const [first] = sources;
  const notes: readonly Problem[] = [
    ...(found === undefined && first !== undefined ? [noHistory(first.file, why)] : []),
    ...(await judgeSchemas(snapshot, judged)),
  ];
  return { judged, notes, passed: folders.length - passed.folders.length };
};
