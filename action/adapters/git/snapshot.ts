import { basename, dirname, posix } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { compareText } from "../../core/problems/problem.ts";
import {
  type ConventionsFile,
  conventionsName,
  type FolderEntry,
  isPassedOver,
  largestFile,
  largestList,
  listsFolder,
  type ProductionSource,
  requestName,
} from "../../core/text/source-file.ts";
import type { Foreign } from "../../ports/foreign.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { type FileReader, type ListedProduction, type Listing, withNamedFiles } from "../disk/named-files.ts";
import { type Listed, listAll, listPaths } from "./list-paths.ts";
import { readObjects, timeOfCommit } from "./objects.ts";
import { gitTreeIds } from "./tree-ids.ts";
import { folderNamed, oddAt, placeNamed } from "./unsupported-entries.ts";

/** The repository as a commit has it, from git's objects: nothing is checked out, links are never followed. */
export const gitSnapshot = (dir: string, commit: string, foreign: Foreign): Snapshot => ({
  productions: async (below) => {
    const listed = await listTree(dir, commit, below);
    return listed
      .flatMap(({ path }) => folderNamed(requestName, path))
      .filter((folder, at, all) => folder !== all[at - 1])
      .filter((folder) => !posix.relative(below, folder).split("/").some(isPassedOver))
      .toSorted(compareText);
  },
  holding: async (folders) => {
    if (folders.length > fewFolders * 10)
      return among(folders, await gitSnapshot(dir, commit, foreign).productions("."));
    const named = folders.filter((folder) => !folder.split("/").some(isPassedOver));
    if (named.length === 0) return [];
    const listed = await listPaths(dir, commit, named.map(requestIn), "without sizes");
    return among(
      named,
      listed.flatMap(({ path }) => folderNamed(requestName, path)),
    );
  },
  ids: gitTreeIds(dir, commit),
  files: (paths) => readFiles(dir, commit, paths),
  requests: async (folders) => (await readProductions(dir, commit, folders, "requests")).map(({ source }) => source),
  all: (folders) => readWhole(dir, commit, folders, foreign),
  production: async (folder) => {
    const [source] = await readWhole(dir, commit, [folder], foreign);
    if (source === undefined) throw new Error("unreachable");
    return source;
  },
});

const requestIn = (folder: string): string => posix.join(folder, requestName);
const among = (folders: readonly string[], productions: readonly string[]): readonly string[] => {
  const known = new Set(productions);
  return folders.filter((folder) => known.has(folder)).toSorted(compareText);
};

const readWhole = async (
  dir: string,
  commit: string,
  folders: readonly string[],
  foreign: Foreign,
): Promise<readonly ProductionSource[]> =>
  withNamedFiles(await readProductions(dir, commit, folders), filesIn(dir, commit), foreign);

const filesIn = (dir: string, commit: string): FileReader => ({
  list: async (folder) => listingInGit(folder, await listPaths(dir, commit, [folder], "with sizes")),
  read: async (oids) => (await readObjects(dir, oids)).map((bytes) => bytes ?? Buffer.alloc(0)),
});

const listingInGit = (folder: string, listed: readonly Listed[]): Listing =>
  listed.map((entry) => entryInGit(folder, entry)).toSorted((a, b) => compareText(a.path, b.path));

export const readFiles = async (
  dir: string,
  commit: string,
  paths: readonly string[],
): Promise<readonly FolderEntry[]> => {
  const named = new Set(paths);
  if (named.size === 0) return [];
  const listed = await listPaths(dir, commit, named.size > fewFolders * 10 ? [] : [...named], "with sizes");
  const found = listed.filter(({ path }) => named.has(path)).map((entry) => entryInGit(".", entry));
  const contents = await filesIn(dir, commit).read(found.flatMap((one) => (one.kind === "listed" ? [one.at] : [])));
  let next = 0;
  return found.map((one): FolderEntry => {
    if (one.kind !== "listed") return one;
    return { kind: "file", path: one.path, mode: one.mode, bytes: contents[next++] ?? Buffer.alloc(0) };
  });
};

const isPlain = (mode: string): boolean => mode.startsWith("100");

/** All of a commit is listed once, and whoever asks for a folder gets his part. */
const listTree = async (dir: string, commit: string, below: string): Promise<readonly Listed[]> => {
  const listed = await listAll(dir, commit);
  return below === "." ? listed : listed.filter(({ path }) => path === below || path.startsWith(`${below}/`));
};

/** This many folders are named to git one by one; more are found in a list of everything. */
const fewFolders = 20;

/** Requests and their conventions with their folders as they are listed. At most three processes of git, however many productions. */
const readProductions = async (
  dir: string,
  commit: string,
  folders: readonly string[],
  what: "everything" | "requests" = "everything",
): Promise<readonly ListedProduction[]> => {
  if (folders.length === 0) return [];
  const named =
    folders.length > fewFolders || folders.includes(".")
      ? []
      : folders.flatMap((folder) => [
          folder,
          ...conventionPlaces(folder).flatMap((place) => [place, posix.join(dirname(place), listsFolder)]),
        ]);
  const found = await listPaths(dir, commit, named, what === "everything" ? "with sizes" : "without sizes");
  const byFolder = what === "everything" ? groupByFolder(found, folders) : requestsByFolder(found);
  const conventions = new Map(
    found.flatMap((entry) => {
      const place = placeNamed(conventionsName, entry.path);
      return place === undefined ? [] : [[place, { ...entry, place }] as const];
    }),
  );
  const wanted = folders.map((folder) => wantedFiles(conventions, folder, byFolder.get(folder) ?? []));
  const oids = [
    ...new Set(
      wanted
        .flatMap(({ request, rules }) => [
          ...request,
          ...rules.filter((entry) => oddAt(entry.place, entry) === undefined),
        ])
        .map(({ oid }) => oid),
    ),
  ];
  const contents = await readObjects(dir, oids);
  const bytesOf = new Map(oids.map((oid, index) => [oid, contents[index] ?? Buffer.alloc(0)]));
  const lists = what === "everything" ? await listsIn(dir, commit, found) : new Map();
  const conventionsOf = sharedConventions(bytesOf, lists);
  return wanted.map((files) => sourceOf({ ...files, conventions: conventionsOf(files.rules) }, bytesOf, commit));
};

/** Thousands of folders below one file of conventions share one value, so that it is validated once. */
const sharedConventions = (bytesOf: ReadonlyMap<string, Uint8Array>, lists: ReadonlyMap<string, ListsAt>) => {
  const known = new Map<string, ConventionsFile>();
  const shared = ([nearest, ...further]: readonly Placed[]): ConventionsFile | undefined => {
    if (nearest === undefined) return undefined;
    const { place, oid } = nearest;
    const bytes = bytesOf.get(oid) ?? Buffer.alloc(0);
    const file = known.get(place) ?? {
      file: place,
      bytes,
      odd: oddAt(place, nearest),
      above: shared(further),
      lists: lists.get(dirname(place)),
    };
    known.set(place, file);
    return file;
  };
  return shared;
};

type ListsAt = NonNullable<ConventionsFile["lists"]>;

/** The lists of names beside conventions, by their folder: how old they are is counted from the commit. */
const listsIn = async (
  dir: string,
  commit: string,
  found: readonly Listed[],
): Promise<ReadonlyMap<string, ListsAt>> => {
  const listed = found.filter(({ path }) => basename(dirname(path)) === listsFolder);
  if (listed.length === 0) return new Map();
  const small = listed.filter(({ mode, size }) => isPlain(mode) && size <= largestList);
  const [at, ...contents] = await readObjects(dir, [commit, ...small.map(({ oid }) => oid)]);
  const bytesOf = new Map(small.map(({ path }, index) => [path, contents[index]]));
  const entryOf = (one: Listed): FolderEntry => {
    const bytes = bytesOf.get(one.path);
    const entry = entryInGit(dirname(one.path), one);
    if (entry.kind !== "listed") return entry;
    const { path, mode, size } = entry;
    return bytes === undefined ? { kind: "too-large", path, size } : { kind: "file", path, mode, bytes };
  };
  const time = timeOfCommit(at);
  const moment = time === undefined ? {} : { at: time };
  return new Map(
    [...Map.groupBy(listed, ({ path }) => dirname(dirname(path)))].map(([folder, entries]) => [
      folder,
      { ...moment, entries: entries.map(entryOf) },
    ]),
  );
};

const requestsByFolder = (found: readonly Listed[]): ReadonlyMap<string, readonly Listed[]> =>
  new Map(found.flatMap((entry) => folderNamed(requestName, entry.path).map((folder) => [folder, [entry]] as const)));

/** A file belongs to every asked folder above it. */
const groupByFolder = (
  found: readonly Listed[],
  folders: readonly string[],
): ReadonlyMap<string, readonly Listed[]> => {
  const groups = new Map<string, Listed[]>(folders.map((folder) => [folder, []]));
  for (const entry of found) {
    for (let at = dirname(entry.path); ; at = dirname(at)) {
      groups.get(at)?.push(entry);
      if (at === "." || at === "/") break;
    }
  }
  return groups;
};

type Placed = Listed & { readonly place: string };

type WantedFolder = {
  readonly folder: string;
  readonly file: string;
  readonly listed: readonly Listed[];
  /** The request itself, if it is a plain file. */
  readonly request: readonly Listed[];
  readonly rules: readonly Placed[];
};

const wantedFiles = (
  conventions: ReadonlyMap<string, Placed>,
  folder: string,
  listed: readonly Listed[],
): WantedFolder => {
  const file = requestIn(folder);
  const places = conventionPlaces(folder);
  return {
    folder,
    file,
    listed,
    request: listed.filter(({ mode, path }) => isPlain(mode) && path === file),
    rules: places.flatMap((place) => conventions.get(place) ?? []),
  };
};

const sourceOf = (
  { folder, file, listed, request, conventions }: Omit<WantedFolder, "rules"> & Pick<ProductionSource, "conventions">,
  bytesOf: ReadonlyMap<string, Uint8Array>,
  commit: string,
): ListedProduction => {
  const entry = listed.find(({ path }) => placeNamed(requestName, path) === file);
  if (entry === undefined)
    throw new Failure(`There is no ${file} at ${commit.slice(0, 12)}.`, {
      wayOut: "Name a folder that has a production.yaml in this commit.",
    });
  const bytes = bytesOf.get(request[0]?.oid ?? "") ?? Buffer.alloc(0);
  const others = listed.filter(({ path }) => path !== file);
  return {
    source: { folder, file, bytes, odd: oddAt(file, entry), entries: [], conventions, shared: [], foreign: [] },
    own: others.length === 0 ? [] : listingInGit(folder, others),
  };
};

const entryInGit = (folder: string, { mode, size, path, oid }: Listed): Listing[number] => {
  const relative = folder === "." ? path : path.slice(folder.length + 1);
  if (mode === "120000") return { kind: "link", path: relative };
  if (mode === "160000") return { kind: "submodule", path: relative };
  if (size > largestFile) return { kind: "too-large", path: relative, size };
  return { kind: "listed", path: relative, mode: mode === "100755" ? "100755" : "100644", at: oid, size };
};

export const conventionPlaces = (folder: string): readonly string[] => {
  const places: string[] = [];
  for (let at = folder; at !== "." && at !== "/"; at = dirname(at)) places.push(posix.join(at, conventionsName));
  return [...places, conventionsName];
};
