import { dirname, posix } from "node:path";
import { Failure } from "../core/failure.ts";
import { compareText } from "../core/problem.ts";
import { type FolderEntry, isPassedOver, largestFile, type ProductionSource } from "../core/source-file.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { readObjects } from "./git-objects.ts";
import { git } from "./git-run.ts";

type Listed = { readonly mode: string; readonly oid: string; readonly size: number; readonly path: string };

/** The repository as a commit has it, from git's objects: nothing is checked out, links are never followed. */
export const gitSnapshot = (dir: string, commit: string): Snapshot => ({
  productions: async (below) => {
    const listed = await listTree(dir, commit, below);
    return listed
      .filter(({ mode, path }) => isPlain(mode) && posix.basename(path) === "production.yaml")
      .map(({ path }) => dirname(path))
      .filter((folder) => !posix.relative(below, folder).split("/").some(isPassedOver))
      .toSorted(compareText);
  },
  production: async (folder) => readProduction(dir, commit, folder),
});

const isPlain = (mode: string): boolean => mode.startsWith("100");

const listTree = async (dir: string, commit: string, below: string): Promise<readonly Listed[]> =>
  listPaths(dir, commit, below === "." ? [] : [below]);

const listPaths = async (dir: string, commit: string, paths: readonly string[]): Promise<readonly Listed[]> => {
  const output = await git(dir, ["ls-tree", "-r", "-z", "--long", commit, "--", ...paths]);
  return output.split("\0").flatMap((line) => {
    const [, mode, oid, size, path] = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
    return mode === undefined || oid === undefined || path === undefined
      ? []
      : [{ mode, oid, size: size === "-" ? 0 : Number(size), path }];
  });
};

const readProduction = async (dir: string, commit: string, folder: string): Promise<ProductionSource> => {
  const places = conventionPlaces(folder);
  const found = await listPaths(dir, commit, folder === "." ? [] : [folder, ...places]);
  const listed = found.filter(({ path }) => folder === "." || path.startsWith(`${folder}/`));
  const file = posix.join(folder, "production.yaml");
  const plain = listed.filter(({ mode, size, path }) => isPlain(mode) && (size <= largestFile || path === file));
  const nearest = found
    .filter(({ mode, path }) => isPlain(mode) && places.includes(path))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  const contents = await readObjects(
    dir,
    [...plain, ...(nearest === undefined ? [] : [nearest])].map(({ oid }) => oid),
  );
  const bytesOf = new Map(plain.map(({ path }, index) => [path, contents[index] ?? Buffer.alloc(0)]));
  const request = bytesOf.get(file);
  if (request === undefined) throw new Failure(`${file} is not a plain file at ${commit.slice(0, 12)}.`);
  return {
    folder,
    file,
    bytes: request,
    entries: listed
      .filter(({ path }) => path !== file)
      .map((entry) => entryOf(folder, entry, bytesOf))
      .toSorted((a, b) => compareText(a.path, b.path)),
    conventions:
      nearest === undefined ? undefined : { file: nearest.path, bytes: contents[plain.length] ?? Buffer.alloc(0) },
  };
};

const entryOf = (
  folder: string,
  { mode, size, path }: Listed,
  bytesOf: ReadonlyMap<string, Uint8Array>,
): FolderEntry => {
  const relative = folder === "." ? path : path.slice(folder.length + 1);
  if (mode === "120000") return { kind: "link", path: relative };
  if (mode === "160000") return { kind: "submodule", path: relative };
  const bytes = bytesOf.get(path);
  if (bytes === undefined) return { kind: "too-large", path: relative, size };
  return { kind: "file", path: relative, mode: mode === "100755" ? "100755" : "100644", bytes };
};

const conventionPlaces = (folder: string): readonly string[] => {
  const places: string[] = [];
  for (let at = folder; at !== "." && at !== "/"; at = dirname(at)) places.push(posix.join(at, "conventions.yaml"));
  return [...places, "conventions.yaml"];
};
