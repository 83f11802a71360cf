import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { OnTree } from "../../core/neighbours/beside.ts";
import { standingIn } from "../../core/neighbours/judge-sources.ts";
import { type LedgerHas, quietFolders } from "../../core/neighbours/quiet-folders.ts";
import { allLines } from "../../core/neighbours/search-lines.ts";
import type { Problem } from "../../core/problems/problem.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { askOfReaders } from "./ask-of-readers.ts";
import type { History } from "./history.ts";
import { lookAround } from "./on-tree.ts";

export type Passed = {
  /** What has to be judged, and what stands around it. */
  readonly folders: readonly string[];
  readonly onTree: () => Promise<OnTree>;
  /** Of those passed over, the ones that read others: what the ledger says of their inputs, by folder. */
  readonly readers: ReadonlyMap<string, readonly Problem[]>;
};

/** Leaves out folders that were judged before and of which the index says that there is nothing to tell. */
export const passOverQuiet = async (
  snapshot: Snapshot,
  place: string,
  history: History,
  { folders, judgedBefore }: { readonly folders: readonly string[]; readonly judgedBefore: ReadonlySet<string> },
): Promise<Passed> => {
  const submissions = judgedBefore.size === 0 ? undefined : history?.ledger.submissions(history.head);
  const bytes = await history?.ledger.index(history.head);
  const lookAt = (named: readonly string[]): Promise<OnTree> => lookAround(snapshot, place, bytes, new Set(named));
  const whole: Passed = { folders, onTree: () => lookAt(folders), readers: new Map() };
  if (history === undefined || submissions === undefined || bytes === undefined) return whole;

  const sure = folders.filter((folder) => !judgedBefore.has(folder));
  const { index, fresh } = await lookAt(sure);
  if (index === undefined) return whole;
  const [keys, sources] = await Promise.all([submissions, snapshot.all(sure)]);
  const quiet = quietFolders(
    allLines(index.lines).filter(({ path }) => !index.gone.has(path)),
    [...fresh, ...[...standingIn(sources).values()].flat()],
    heldBy(keys),
  );
  const mayPass = folders.filter((folder) => quiet.folders.has(folder) && judgedBefore.has(folder));
  const { again, readers } = await askOfReaders(history, keys, quiet.readers, new Set(mayPass));
  const passed = new Set(mayPass.filter((folder) => !again.has(folder)));
  const left = folders.filter((folder) => !passed.has(folder));
  const judged = new Set(left);
  return {
    folders: left,
    onTree: async () => ({
      index: { lines: index.lines, gone: new Set([...index.gone, ...judged]) },
      fresh: fresh.filter(({ path }) => !judged.has(path)),
    }),
    readers,
  };
};

const heldBy = (keys: readonly SubmissionKey[]): LedgerHas => {
  const [versions, blocks] = [new Set<string>(), new Set<string>()];
  for (const key of keys) {
    const version = key.slice(0, key.lastIndexOf("/"));
    versions.add(version);
    if (!key.endsWith("/0")) blocks.add(version);
  }
  return {
    recorded: (tag, version) => versions.has(`${tag}/${version}`),
    growing: (tag, version) => blocks.has(`${tag}/${version}`),
  };
};
