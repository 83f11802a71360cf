import { Failure } from "../../core/problems/failure.ts";
import { readObjects } from "./objects.ts";

/** A name in a tree, and what git has under it. `bytes`: the row as the tree holds it. */
export type TreeRow = { readonly name: string; readonly mode: string; readonly oid: string; readonly bytes: Buffer };

/** The rows of a tree that this clone must have, by its id or as `COMMIT^{tree}`. */
export const treeHere = async (dir: string, tree: string): Promise<readonly TreeRow[]> =>
  (await treesHere(dir, [tree]))[0] ?? [];

export const treesHere = async (dir: string, trees: readonly string[]): Promise<readonly (readonly TreeRow[])[]> => {
  const found = await readObjects(dir, trees);
  return trees.map((tree, at) => {
    const bytes = found[at];
    if (bytes === undefined)
      throw new Failure(`This clone has no tree ${tree}.`, { wayOut: "Fetch main with all of its files." });
    return rowsIn(bytes, tree.length >= 64 ? 32 : 20);
  });
};

/** `<mode> <name>\0<id>`, again and again, in git's order. */
const rowsIn = (tree: Buffer, idLength: number): readonly TreeRow[] => {
  const rows: TreeRow[] = [];
  for (let at = 0; at < tree.length; ) {
    const [space, end] = [tree.indexOf(0x20, at), tree.indexOf(0, at)];
    const next = end + 1 + idLength;
    rows.push({
      name: tree.toString("utf8", space + 1, end),
      mode: tree.toString("latin1", at, space),
      oid: tree.toString("hex", end + 1, next),
      bytes: tree.subarray(at, next),
    });
    at = next;
  }
  return rows;
};

export const folderMode = "40000";

export const treeRow = (mode: string, name: string, oid: string): TreeRow => ({
  ...{ name, mode, oid },
  bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]),
});

/** git sorts by bytes, a folder as if its name ended with a slash. */
export const treeOf = (rows: Iterable<TreeRow>): Buffer =>
  Buffer.concat(
    [...rows]
      .map(({ mode, bytes }) => {
        const name = bytes.subarray(bytes.indexOf(0x20) + 1, bytes.indexOf(0));
        return { bytes, name: mode === folderMode ? Buffer.concat([name, Buffer.from("/")]) : name };
      })
      .toSorted((a, b) => Buffer.compare(a.name, b.name))
      .map(({ bytes }) => bytes),
  );
