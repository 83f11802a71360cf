import type { SourceFile } from "../../core/text/source-file.ts";
import type { Clock } from "../../ports/clock.ts";
import { type KeptWhen, type NewObjects, newObjects } from "./new-objects.ts";
import type { NewObject } from "./pack.ts";
import { folderMode, type TreeRow, treeHere, treeOf, treeRow } from "./tree-rows.ts";

type TreeEdit = {
  /** The names on the way; the last is the file's. */
  readonly way: readonly string[];
  /** `undefined`: it goes. */
  readonly file: SourceFile | undefined;
};

/** The tree with these files in it, and without those that go. A folder goes with its last file. */
const editTree = async (
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

const writer = "shrek <shrek@localhost>";

/**
 * Whether `commitFiles` made it. Git writes a new committer when somebody amends, reverts, picks or merges, and GitHub
 * does too. This finds an accident, not a forger: a person who may push can write any name.
 */
export const isOwnCommit = (object: Buffer | undefined): boolean => {
  const text = object?.toString("utf8") ?? "";
  const end = text.indexOf("\n\n");
  return text.slice(0, end).includes(`\ncommitter ${writer} `) && /\n\nNonce: [0-9a-f]{32}\n$/.test(text.slice(end));
};

type NewCommit = {
  readonly parent: string | undefined;
  readonly files: readonly SourceFile[];
  readonly why: string;
  readonly gone?: readonly string[];
  /** `NAME <ADDRESS>`. */
  readonly by?: string;
  readonly kept?: KeptWhen;
};

/**
 * A commit of these files on top of a parent, without a work tree. Its message has a random value: equal tree, parent,
 * author and second would make the same commit, and two writers would both "win" (SAFETY S9).
 */
export const commitFiles = async (
  dir: string,
  clock: Clock,
  { parent, files, why, gone = [], by = writer, kept = "at once" }: NewCommit,
): Promise<string> => {
  const nonce = Buffer.from(clock.random(16)).toString("hex");
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const made = await newObjects(dir, kept, parent);
  const tree = await editTree(dir, made, parent && `${parent}^{tree}`, { files, gone });
  const lines = [
    `tree ${tree}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    `author ${by} ${seconds} +0000`,
    `committer ${by} ${seconds} +0000`,
  ];
  const commit = made.add("commit", Buffer.from(`${lines.join("\n")}\n\n${why}\n\nNonce: ${nonce}\n`));
  await made.keep(commit);
  return commit;
};
