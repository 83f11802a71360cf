import type { OnTree } from "../core/neighbours/beside.ts";
import { compareText, type Problem } from "../core/problems/problem.ts";
import type { ProductionSource } from "../core/text/source-file.ts";
import type { Bash } from "../ports/bash.ts";
import { type Bounds, boundless } from "../ports/bounds.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { historyOf, noHistory } from "./gather/history.ts";
import { judgeAndForget, nothingForgotten } from "./gather/judge-alone.ts";
import { judgeSchemas } from "./gather/judge-schemas.ts";
import { type Judged, judgeSources } from "./gather/judge-sources.ts";
import { lintPayloads } from "./gather/lint-payloads.ts";
import { passOverQuiet } from "./gather/pass-over-quiet.ts";

export type Check = {
  readonly judged: readonly Judged[];
  /** What is told of productions, in the order of their folders: also what the ledger says of some that were passed over. */
  readonly told: readonly Problem[];
  readonly notes: readonly Problem[];
  /** Folders that were passed over, because the index says that there is nothing to tell of them, and productions that were judged and forgotten. */
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
  { snapshot, bash, ledger, bounds = boundless }: CheckPorts,
  folders: readonly string[],
  {
    place,
    judgedBefore: asked,
  }: { readonly place: string; readonly judgedBefore?: Promise<ReadonlySet<string>> | undefined },
): Promise<Check> => {
  const [{ found, why }, judgedBefore = new Set<string>()] = await Promise.all([historyOf(ledger), asked]);
  const named = folders.toSorted(compareText);
  const passed = await passOverQuiet(snapshot, place, found, { folders: named, judgedBefore });
  const sources = await snapshot.all(passed.folders);
  // A ledger knows more of a production than can be said of its facts: what was submitted, and who reads it.
  const { known, quiet, facts } =
    found === undefined && judgedBefore.size > 0 ? judgeAndForget(sources, judgedBefore, bounds) : nothingForgotten;
  const onTree = async (): Promise<OnTree> => {
    const { index, fresh } = await passed.onTree();
    return { index, fresh: [...fresh, ...facts] };
  };
  const judged = await judgeSources(
    { bash, history: Promise.resolve(found), onTree, lint: lintPayloads, judgedBefore, bounds, known },
    sources.filter(({ folder }) => !quiet.has(folder)),
  );
  const [first] = sources;
  const notes: readonly Problem[] = [
    ...(found === undefined && first !== undefined ? [noHistory(first.file, why)] : []),
    ...(await judgeSchemas(snapshot, await withReaders(snapshot, sources, [...passed.readers.keys()]))),
  ];
  const told = [...judged.map(({ source, problems }) => [source.folder, problems] as const), ...passed.readers]
    .toSorted(([one], [other]) => compareText(one, other))
    .flatMap(([, problems]) => problems);
  return { judged, told, notes, passed: folders.length - passed.folders.length + facts.length };
};

/** Requests of which something may be told: what lies beside them for editors is looked at with them. */
const withReaders = async (
  snapshot: Snapshot,
  sources: readonly ProductionSource[],
  readers: readonly string[],
): Promise<readonly { readonly source: ProductionSource }[]> =>
  [...sources, ...(await snapshot.requests(readers))]
    .toSorted((one, other) => compareText(one.folder, other.folder))
    .map((source) => ({ source }));
