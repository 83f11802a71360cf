import type { Dirent } from "node:fs";
import { lstat, readdir, readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { Failure } from "../core/failure.ts";
import { compareText } from "../core/problem.ts";
import { type FolderEntry, isPassedOver, largestFile, type ProductionSource } from "../core/source-file.ts";
import type { Foreign } from "../ports/foreign.ts";
import type { Snapshot } from "../ports/snapshot.ts";
import { workTreeIds } from "./git-tree-ids.ts";
import { withNamedFiles } from "./named-files.ts";

/** The files on disk, as an author has them before a commit. Links are seen and not followed. */
export const workTree = (top: string, foreign: Foreign): Snapshot => ({
  productions: async (below) => {
    const folders = await foldersWithRequest(top, below);
    return folders.toSorted(compareText);
  },
  holding: async (folders) => {
    const held = await Promise.all(folders.map((folder) => holdsRequest(top, folder)));
    return folders.filter((_, index) => held[index]).toSorted(compareText);
  },
  ids: workTreeIds(top),
  production: (folder) => readProduction(top, folder, foreign),
  requests: (folders) => Promise.all(folders.map((folder) => readRequest(top, folder))),
  all: (folders) => Promise.all(folders.map((folder) => readProduction(top, folder, foreign))),
});

const requestName = "production.yaml";
const conventionsName = "conventions.yaml";

const foldersWithRequest = async (top: string, folder: string): Promise<readonly string[]> => {
  const children = (await readdir(join(top, folder), { withFileTypes: true }).catch(absent)) ?? [];
  if (folder !== "." && holdsRepository(children)) return [];
  const below = children.filter((child) => child.isDirectory() && !isPassedOver(child.name));
  return [
    ...(children.some((child) => child.name === requestName && child.isFile()) ? [folder] : []),
    ...(await Promise.all(below.map((child) => foldersWithRequest(top, posix.join(folder, child.name))))).flat(),
  ];
};

/** As `foldersWithRequest` would find it from the top: through plain folders only, and into no other repository. */
const holdsRequest = async (top: string, folder: string): Promise<boolean> => {
  if ((await lstat(join(top, folder, requestName)).catch(absent))?.isFile() !== true) return false;
  for (let at = folder; at !== "."; at = dirname(at)) {
    if (isPassedOver(posix.basename(at))) return false;
    if ((await lstat(join(top, at)).catch(absent))?.isDirectory() !== true) return false;
    if ((await lstat(join(top, at, ".git")).catch(absent)) !== undefined) return false;
  }
  return true;
};

/** What git takes for a submodule: a folder with a repository of its own. */
const holdsRepository = (children: readonly Dirent[]): boolean => children.some(({ name }) => name === ".git");

const readProduction = async (top: string, folder: string, foreign: Foreign): Promise<ProductionSource> => {
  const [request, entries] = await Promise.all([readRequest(top, folder), sortedEntries(join(top, folder))]);
  const source = { ...request, entries: entries.filter(({ path }) => path !== requestName) };
  return withNamedFiles(source, (named) => sortedEntries(join(top, named)), foreign);
};

const sortedEntries = async (folder: string): Promise<readonly FolderEntry[]> =>
  (await entriesOf(folder, ".")).toSorted((a, b) => compareText(a.path, b.path));

const readRequest = async (top: string, folder: string): Promise<ProductionSource> => {
  const file = posix.join(folder, requestName);
  const [bytes, conventions] = await Promise.all([readPlain(join(top, file)), nearestConventions(top, folder)]);
  if (bytes === undefined) throw new Failure(`${file} is not a plain file.`);
  return { folder, file, bytes, entries: [], conventions, shared: [], foreign: [] };
};

const entriesOf = async (folder: string, below: string): Promise<readonly FolderEntry[]> => {
  const children = (await readdir(join(folder, below), { withFileTypes: true }).catch(absent)) ?? [];
  if (below !== "." && holdsRepository(children)) return [{ kind: "submodule", path: below }];
  const entries = await Promise.all(
    children
      .filter(({ name }) => name !== ".git")
      .map(async (child): Promise<readonly FolderEntry[]> => {
        const path = posix.join(below, child.name);
        return child.isDirectory() ? entriesOf(folder, path) : [await entryOf(folder, path, child)];
      }),
  );
  return entries.flat();
};

const entryOf = async (folder: string, path: string, child: Dirent): Promise<FolderEntry> => {
  if (child.isSymbolicLink()) return { kind: "link", path };
  if (!child.isFile()) return { kind: "special", path };
  const absolute = join(folder, path);
  const { size, mode } = await lstat(absolute);
  if (size > largestFile) return { kind: "too-large", path, size };
  return { kind: "file", path, mode: (mode & 0o100) === 0 ? "100644" : "100755", bytes: await readFile(absolute) };
};

const nearestConventions = async (top: string, folder: string): Promise<ProductionSource["conventions"]> => {
  for (let at = folder; ; at = dirname(at)) {
    const file = posix.join(at, conventionsName);
    const bytes = await readPlain(join(top, file));
    if (bytes !== undefined) return { file, bytes };
    if (at === "." || at === "/") return undefined;
  }
};

/** `undefined`: nothing there, or a link or a folder, as which git would not take it for a file either. */
const readPlain = async (path: string): Promise<Uint8Array | undefined> =>
  (await lstat(path).catch(absent))?.isFile() === true ? readFile(path) : undefined;

const absent = (error: NodeJS.ErrnoException): undefined => {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
};

/** The nearest folder upwards that git calls a repository's top; the folder itself when there is none. */
export const repositoryTop = async (from: string): Promise<string> => {
  for (let at = from; ; at = dirname(at)) {
    if ((await lstat(join(at, ".git")).catch(absent)) !== undefined) return at;
    if (at === dirname(at)) return from;
  }
};
