import { type Dirent, lstatSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { compareText } from "../../core/problems/problem.ts";
import {
  conventionsName,
  type FolderEntry,
  isPassedOver,
  largestFile,
  largestList,
  listsFolder,
  type OddKind,
  type ProductionSource,
  requestName,
} from "../../core/text/source-file.ts";
import type { Foreign } from "../../ports/foreign.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { type Disk, openDisk } from "../disk/disk.ts";
import { type FileReader, type Listing, withNamedFiles } from "../disk/named-files.ts";
import { gitTreeIds } from "./tree-ids.ts";

/** The files on disk, as an author has them before a commit. Links are seen and not followed. `isLeft`: what counts as absent. */
export const workTree = (top: string, foreign: Foreign, isLeft?: (path: string) => boolean): Snapshot => {
  const disk = openDisk(top, isLeft);
  const conventions = nearestConventions(disk);
  const whole = (folders: readonly string[]): Promise<readonly ProductionSource[]> =>
    withNamedFiles(
      folders.map((folder) => ({
        source: readRequest(disk, folder, conventions),
        own: listingOnDisk(disk, folder, requestName),
      })),
      filesOn(disk),
      foreign,
    );
  return {
    productions: async (below) => foldersWithRequest(disk, below).toSorted(compareText),
    holding: async (folders) => folders.filter((folder) => holdsRequest(disk, folder)).toSorted(compareText),
    files: async (paths) => paths.flatMap((path) => fileAt(disk, path) ?? []),
    ids: gitTreeIds(top, "HEAD"),
    production: async (folder) => {
      const [source] = await whole([folder]);
      if (source === undefined) throw new Error("unreachable");
      return source;
    },
    requests: async (folders) => folders.map((folder) => readRequest(disk, folder, conventions)),
    all: whole,
  };
};

/** A production as it would be with other bytes for its request, which name the same files of its folder. */
export const withRequest = async (
  top: string,
  source: ProductionSource,
  bytes: Uint8Array,
  foreign: Foreign,
): Promise<ProductionSource> => {
  const [changed] = await withNamedFiles(
    [{ source: { ...source, bytes }, own: source.entries }],
    filesOn(openDisk(top)),
    foreign,
  );
  if (changed === undefined) throw new Error("unreachable");
  return changed;
};

const filesOn = (disk: Disk): FileReader => ({
  list: async (folder) => listingOnDisk(disk, folder),
  read: async (places) => places.map((place) => readFileSync(place)),
});

export const conventionsOnDisk = (top: string, folder: string): ProductionSource["conventions"] =>
  nearestConventions(openDisk(top))(folder);

const foldersWithRequest = (disk: Disk, folder: string): readonly string[] => {
  const found: string[] = [];
  const walk = (at: string): void => {
    const children = disk.children(at);
    if (at !== "." && children.has(".git")) return;
    if (children.has(requestName)) found.push(at);
    for (const [name, child] of children)
      if (child.isDirectory() && !isPassedOver(name) && name !== requestName) walk(at === "." ? name : `${at}/${name}`);
  };
  walk(folder);
  return found;
};

/** As `foldersWithRequest` would find it from the top: through plain folders only, and into no other repository. */
const holdsRequest = (disk: Disk, folder: string): boolean => {
  if (!disk.children(folder).has(requestName)) return false;
  for (let at = folder; at !== "."; at = dirname(at)) {
    const name = posix.basename(at);
    if (isPassedOver(name) || disk.children(at).has(".git")) return false;
    if (disk.children(dirname(at)).get(name)?.isDirectory() !== true) return false;
  }
  return true;
};

/** `left`: a file at the top of the folder that is read elsewhere. A repository inside is what git takes for a submodule. */
const listingOnDisk = (disk: Disk, folder: string, left?: string): Listing => {
  const entries: Listing[number][] = [];
  const walk = (below: string): void => {
    const children = disk.children(posix.join(folder, below));
    if (below !== "." && children.has(".git")) {
      entries.push({ kind: "submodule", path: below });
      return;
    }
    for (const [name, child] of children) {
      const path = posix.join(below, name);
      if (name === ".git" || path === left) continue;
      if (child.isDirectory()) walk(path);
      else entries.push(entryOnDisk(join(disk.top, folder, path), path, child));
    }
  };
  walk(".");
  return entries.length < 2 ? entries : entries.toSorted((a, b) => compareText(a.path, b.path));
};

const fileAt = (disk: Disk, path: string): FolderEntry | undefined => {
  for (let at = dirname(path); at !== "."; at = dirname(at))
    if (disk.children(dirname(at)).get(posix.basename(at))?.isDirectory() !== true) return undefined;
  const child = disk.children(dirname(path)).get(posix.basename(path));
  if (child === undefined || child.isDirectory()) return undefined;
  const found = entryOnDisk(join(disk.top, path), path, child);
  return found.kind === "listed" ? { kind: "file", path, mode: found.mode, bytes: readFileSync(found.at) } : found;
};

const entryOnDisk = (absolute: string, path: string, child: Dirent): Listing[number] => {
  if (child.isSymbolicLink()) return { kind: "link", path };
  if (!child.isFile()) return { kind: "special", path };
  const { size, mode } = lstatSync(absolute);
  if (size > largestFile) return { kind: "too-large", path, size };
  return { kind: "listed", path, mode: (mode & 0o100) === 0 ? "100644" : "100755", at: absolute, size };
};

/** A folder from which git would add nothing counts too: its author meant a file. */
const oddOnDisk = (disk: Disk, path: string, child: Dirent): OddKind | undefined => {
  if (child.isFile()) return undefined;
  if (child.isSymbolicLink()) return "link";
  if (!child.isDirectory()) return "special";
  return disk.children(path).has(".git") ? "submodule" : "folder";
};

type ConventionsOf = (folder: string) => ProductionSource["conventions"];

const readRequest = (disk: Disk, folder: string, conventions: ConventionsOf): ProductionSource => {
  const file = posix.join(folder, requestName);
  const entry = disk.children(folder).get(requestName);
  if (entry === undefined)
    throw new Failure(`There is no ${file}.`, { wayOut: "Name a folder that has a production.yaml." });
  const bytes = disk.plain(folder, requestName) ?? new Uint8Array();
  return {
    folder,
    file,
    bytes,
    odd: oddOnDisk(disk, file, entry),
    entries: [],
    conventions: conventions(folder),
    shared: [],
    foreign: [],
  };
};

/** The nearest upwards; each place is looked at once, however many productions lie below it. */
const nearestConventions = (disk: Disk): ConventionsOf => {
  const known = new Map<string, ProductionSource["conventions"]>();
  const nearest: ConventionsOf = (folder) => {
    if (known.has(folder)) return known.get(folder);
    const entry = disk.children(folder).get(conventionsName);
    const above = folder === "." || folder === "/" ? undefined : dirname(folder);
    const file = posix.join(folder, conventionsName);
    const further = above === undefined ? undefined : nearest(above);
    const found =
      entry === undefined
        ? further
        : {
            file,
            bytes: disk.plain(folder, conventionsName) ?? new Uint8Array(),
            odd: oddOnDisk(disk, file, entry),
            above: further,
            lists: listsOnDisk(disk, folder),
          };
    known.set(folder, found);
    return found;
  };
  return nearest;
};

/** Where there is no such folder nothing is read. */
const listsOnDisk = (disk: Disk, folder: string): NonNullable<ProductionSource["conventions"]>["lists"] => {
  const place = posix.join(folder, listsFolder);
  const children = disk.children(folder).get(listsFolder)?.isDirectory() === true ? disk.children(place) : new Map();
  if (children.size === 0) return undefined;
  return {
    at: Date.now(),
    entries: [...disk.children(place)].flatMap(([name, child]): readonly FolderEntry[] => {
      if (child.isDirectory()) return [];
      const entry = entryOnDisk(join(disk.top, place, name), name, child);
      if (entry.kind !== "listed") return [entry];
      return entry.size > largestList
        ? [{ kind: "too-large", path: name, size: entry.size }]
        : [{ kind: "file", path: name, mode: entry.mode, bytes: readFileSync(entry.at) }];
    }),
  };
};

/** The nearest folder upwards that git calls a repository's top; the folder itself when there is none. */
export const repositoryTop = async (from: string): Promise<string> => {
  for (let at = from; ; at = dirname(at)) {
    if (lstatSync(join(at, ".git"), { throwIfNoEntry: false }) !== undefined) return at;
    if (at === dirname(at)) return from;
  }
};
