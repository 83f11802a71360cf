import type { SourceFile } from "../../core/text/source-file.ts";
import type { NewObjects } from "./new-objects.ts";
import type { NewObject } from "./pack.ts";
import { folderMode, type TreeRow, treeHere, treeOf, treeRow } from "./tree-rows.ts";

type TreeEdit = {
  /** The names on the way; the last is the file's. */
  readonly way: readonly string[];
  /** `undefined`: it goes. */
  readonly file: SourceFile | undefined;
};

/** The tree with these files in it, and without those that go. A folder goes with its last file. */
export const editTree = async (
  dir: string,
  made: NewObjects,
  tree: string | undefined,
  { files, gone }: { readonly files: readonly SourceFile[]; readonly gone: readonly string[] },
): Promise<string> => {
  const changes: readonly TreeEdit[] = [
    ...gone.map((path) => ({ way: path.split("/"), file: undefined })),
    ...files.map((file) => ({ way: file.path.split("/"), file })),
  ];
  return (await editFolder(dir, made, tree, changes)) ?? made.add("tree", Buffer.alloc(0));
};

/** `undefined`: nothing is left in it. */
const editFolder = async (
  dir: string,
  made: NewObjects,
  tree: string | undefined,
  changes: readonly TreeEdit[],
): Promise<string | undefined> => {
  const before = tree === undefined ? [] : await treeHere(dir, tree);
  const rows = new Map(before.map((row) => [row.name, row]));
  const byName = [...Map.groupBy(changes, ({ way: [name = ""] }) => name)];
  const edited = await Promise.all(
    byName.map(async ([name, own]): Promise<readonly (readonly [string, TreeRow | undefined])[]> => {
      const below = own.flatMap(({ way: [, ...rest], file }) => (rest.length === 0 ? [] : [{ way: rest, file }]));
      const file = own.at(-1)?.file;
      const known = rows.get(name);
      if (below.length === 0) {
        if (file === undefined) return [[name, undefined]];
        return [[name, treeRow(file.mode, name, made.add("blob", file.bytes, await made.base(known?.oid)))]];
      }
      const folder = known?.mode === folderMode ? known.oid : undefined;
      if (folder === undefined && below.every((one) => one.file === undefined)) return [];
      const oid = await editFolder(dir, made, folder, below);
      return [[name, oid === undefined ? undefined : treeRow(folderMode, name, oid)]];
    }),
  );
  for (const [name, row] of edited.flat())
    if (row === undefined) rows.delete(name);
    else rows.set(name, row);
  return rows.size === 0 ? undefined : made.add("tree", treeOf(rows.values()), baseTree(tree, before));
};

/** The first is named by its commit, and small. */
const baseTree = (tree: string | undefined, rows: readonly TreeRow[]): NewObject["base"] =>
  tree !== undefined && /^[0-9a-f]+$/.test(tree)
    ? { oid: tree, body: Buffer.concat(rows.map(({ bytes }) => bytes)) }
    : undefined;
