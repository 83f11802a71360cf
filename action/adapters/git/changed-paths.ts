import { Failure } from "../../core/problems/failure.ts";
import { quotable } from "../../core/problems/problem.ts";
import { asGitReads } from "./files-at.ts";
import { type TreeRow, treesHere } from "./tree-rows.ts";

export type ChangedPath = { readonly path: string; readonly gone: boolean };

/** A folder that is in one of two commits, or differs between them. */
type Differing = { readonly path: string; readonly before: string | undefined; readonly after: string | undefined };

/**
 * The files that differ between two commits; a moved one is gone at one place and new at another. `from`: `undefined` is
 * before all commits. Only folders that differ are read, a floor of them at a time, by a process of git that runs already.
 */
export const changedPaths = async (
  dir: string,
  from: string | undefined,
  to: string,
): Promise<readonly ChangedPath[]> => {
  const found: ChangedPath[] = [];
  const top = { path: "", before: from && `${from}^{tree}`, after: `${to}^{tree}` };
  for (let floor: readonly Differing[] = [top]; floor.length > 0; ) {
    const names = floor.flatMap(({ before, after }) => [before, after]).filter((tree) => tree !== undefined);
    const rows = new Map((await treesHere(dir, names)).map((held, at) => [names[at], held]));
    const both = floor.flatMap(({ path, before, after }) => differing(path, rows.get(before), rows.get(after)));
    for (const { path, before, after } of both)
      if (isFile(before) || isFile(after)) found.push({ path, gone: !isFile(after) });
    floor = both
      .filter(({ before, after }) => isTree(before) || isTree(after))
      .map(({ path, before, after }) => ({ path: `${path}/`, before: treeIn(before), after: treeIn(after) }));
  }
  return found;
};

const isTree = (row: TreeRow | undefined): row is TreeRow => row !== undefined && asGitReads(row.mode) === "folder";
const treeIn = (row: TreeRow | undefined): string | undefined => (isTree(row) ? row.oid : undefined);
const isFile = (row: TreeRow | undefined): boolean => row !== undefined && !isTree(row);

const differing = (folder: string, before: readonly TreeRow[] = [], after: readonly TreeRow[] = []) => {
  const [old, now] = [before, after].map((rows) => byName(folder, rows));
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [was, is] = [old?.get(name), now?.get(name)];
    const isSame = was !== undefined && was.oid === is?.oid && asGitReads(was.mode) === asGitReads(is.mode);
    return isSame ? [] : [{ path: `${folder}${name}`, before: was, after: is }];
  });
};

/** Of a name that a tree made by hand holds twice nobody can say whether it changed. */
const byName = (folder: string, rows: readonly TreeRow[]): ReadonlyMap<string, TreeRow> => {
  const known = new Map(rows.map((row) => [row.name, row]));
  const twice = rows.find((row) => known.get(row.name) !== row);
  if (twice === undefined) return known;
  throw new Failure(`A commit holds ${quotable(`${folder}${twice.name}`)} twice, so nobody can say which is meant.`, {
    wayOut: "`git fsck` names the broken tree; make the change anew on a good commit.",
  });
};
