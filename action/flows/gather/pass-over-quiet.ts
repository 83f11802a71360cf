import type { OnTree } from "../../core/neighbours/beside.ts";
import { standingIn } from "../../core/neighbours/judge-sources.ts";
import { quietFolders } from "../../core/neighbours/quiet-folders.ts";
import { allLines } from "../../core/neighbours/search-lines.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import type { History } from "./history.ts";
import { lookAround } from "./on-tree.ts";

export type Passed = {
  /** What has to be judged, and what stands around it. */
  readonly folders: readonly string[];
  readonly onTree: () => Promise<OnTree>;
};

/** Leaves out folders that were judged before and of which the index says that there is nothing to tell. */
export const passOverQuiet = async (
  snapshot: Snapshot,
  place: string,
  history: History,
  folders: readonly string[],
  judgedBefore: ReadonlySet<string>,
): Promise<Passed> => {
  const submissions = judgedBefore.size === 0 ? undefined : history?.ledger.submissions(history.head);
  const bytes = await history?.ledger.index(history.head);
  const lookAt = (named: readonly string[]): Promise<OnTree> => lookAround(snapshot, place, bytes, new Set(named));
  const whole: Passed = { folders, onTree: () => lookAt(folders) };
  if (submissions === undefined || bytes === undefined || judgedBefore.size === 0) return whole;

  const sure = folders.filter((folder) => !judgedBefore.has(folder));
  const { index, fresh } = await lookAt(sure);
  if (index === undefined) return whole;
  const [keys, sources] = await Promise.all([submissions, snapshot.all(sure)]);
  const recorded = new Set(keys.map((key) => key.slice(0, key.lastIndexOf("/"))));
  const quiet = quietFolders(
    allLines(index.lines).filter(({ path }) => !index.gone.has(path)),
    [...fresh, ...[...standingIn(sources).values()].flat()],
    (tag, version) => recorded.has(`${tag}/${version}`),
  );
  const left = folders.filter((folder) => !(quiet.has(folder) && judgedBefore.has(folder)));
  const judged = new Set(left);
  return {
    folders: left,
    onTree: async () => ({
      index: { lines: index.lines, gone: new Set([...index.gone, ...judged]) },
      fresh: fresh.filter(({ path }) => !judged.has(path)),
    }),
  };
};
