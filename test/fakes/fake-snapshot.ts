import { dirname, join } from "node:path/posix";
import {
  type FileReader,
  type ListedProduction,
  type Listing,
  withNamedFiles,
} from "../../action/adapters/disk/named-files.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import {
  conventionsName,
  type FolderEntry,
  isPassedOver,
  largestFile,
  largestList,
  listsFolder,
  type ProductionSource,
} from "../../action/core/text/source-file.ts";
import type { Snapshot } from "../../action/ports/snapshot.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import type { Thing, Things } from "../contracts/snapshot-contract.ts";
import { anyWay } from "./any-way.ts";
import { namesIn } from "./fake-tree-ids.ts";

/** A tree in memory. It as a whole has no name of git's, so no index is made of it. */
export const fakeSnapshot = (things: Things): Snapshot => {
  const listed = (folder: string): ListedProduction => {
    const file = join(folder, "production.yaml");
    const odd = oddAt(things, file);
    if (odd === undefined && things[file] === undefined) throw new Failure(`There is no ${file}.`, anyWay);
    const bytes = bytesOf(things[file]) ?? new Uint8Array();
    const conventions = nearest(things, folder);
    return {
      source: { folder, file, bytes, odd, entries: [], conventions, shared: [], foreign: [] },
      own: listingIn(things, folder),
    };
  };
  const folders = Object.keys(things)
    .flatMap((path) => /^(.*?)(?:^|\/)production\.yaml(?:\/|$)/s.exec(path)?.[1] ?? [])
    .map((folder) => (folder === "" ? "." : folder))
    .filter((folder, at, all) => all.indexOf(folder) === at)
    .filter((folder) => folder === "." || !folder.split("/").some(isPassedOver))
    .toSorted();
  const read = new Map<string, Promise<readonly ProductionSource[]>>();
  /** Each list of folders once: the tree does not change. */
  const all = (wanted: readonly string[]): Promise<readonly ProductionSource[]> => {
    const words = wanted.join("\0");
    const sources = read.get(words) ?? readAll(wanted);
    read.set(words, sources);
    return sources;
  };
  const readAll = async (wanted: readonly string[]) =>
    withNamedFiles(wanted.map(listed), filesAmong(things), noForeign);
  return {
    productions: async (below) =>
      folders.filter((one) => below === "." || one === below || one.startsWith(`${below}/`)),
    holding: async (wanted) => folders.filter((one) => wanted.includes(one)),
    production: async (folder) => {
      const [source] = await all([folder]);
      if (source === undefined) throw new Error("unreachable");
      return source;
    },
    requests: async (wanted) => wanted.map((folder) => listed(folder).source),
    all,
    files: async (paths) =>
      paths.flatMap((path) => {
        const thing = things[path];
        if (thing === undefined) return [];
        const found = listingOf(path, path, thing);
        if (found.kind !== "listed") return [found];
        return [{ kind: "file", path, mode: found.mode, bytes: bytesOf(thing) ?? new Uint8Array() }];
      }),
    ids: { all: async () => namesIn(things) },
  };
};

const encoder = new TextEncoder();
const bytesOf = (thing: Thing | undefined): Uint8Array | undefined => {
  if (typeof thing === "string") return encoder.encode(thing);
  if (thing?.kind === "executable") return encoder.encode(thing.text);
  return thing?.kind === "large" ? new Uint8Array(thing.size) : undefined;
};

const oddAt = (things: Things, path: string): ProductionSource["odd"] => {
  const thing = things[path];
  if (typeof thing === "object" && (thing.kind === "link" || thing.kind === "submodule")) return thing.kind;
  return Object.keys(things).some((other) => other.startsWith(`${path}/`)) ? "folder" : undefined;
};

const filesAmong = (things: Things): FileReader => ({
  list: async (folder) => listingIn(things, folder),
  read: async (paths) => paths.map((path) => bytesOf(things[path]) ?? new Uint8Array()),
});

const listingIn = (things: Things, folder: string): Listing =>
  Object.entries(things)
    .flatMap(([path, thing]): Listing => {
      if (!path.startsWith(`${folder}/`) || path === join(folder, "production.yaml")) return [];
      return [listingOf(path, path.slice(folder.length + 1), thing)];
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));

const listingOf = (at: string, path: string, thing: Thing): Listing[number] => {
  if (typeof thing !== "string" && (thing.kind === "link" || thing.kind === "submodule"))
    return { kind: thing.kind, path };
  const size = bytesOf(thing)?.length ?? 0;
  if (size > largestFile) return { kind: "too-large", path, size };
  const mode = typeof thing !== "string" && thing.kind === "executable" ? "100755" : "100644";
  return { kind: "listed", path, mode, at, size };
};

const nearest = (things: Things, folder: string): ProductionSource["conventions"] => {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, conventionsName);
    const odd = oddAt(things, file);
    const above = at === "." ? undefined : nearest(things, dirname(at));
    const lists = listsIn(things, join(at, listsFolder));
    if (odd !== undefined) return { file, bytes: new Uint8Array(), odd, above, lists };
    const bytes = bytesOf(things[file]);
    if (bytes !== undefined) return { file, bytes, above, lists };
    if (at === ".") return undefined;
  }
};

const listsIn = (things: Things, folder: string): NonNullable<ProductionSource["conventions"]>["lists"] => {
  const entries = listingIn(things, folder).flatMap((one): readonly FolderEntry[] => {
    if (one.path.includes("/")) return [];
    if (one.kind !== "listed") return [one];
    const { path, mode, size, at } = one;
    if (size > largestList) return [{ kind: "too-large", path, size }];
    return [{ kind: "file", path, mode, bytes: bytesOf(things[at]) ?? new Uint8Array() }];
  });
  return entries.length === 0 ? undefined : { at: Date.now(), entries };
};
