import { dirname, join } from "node:path/posix";
import { Failure } from "../../action/core/problems/failure.ts";
import {
  conventionsName,
  type FolderEntry,
  isPassedOver,
  largestFile,
  type ProductionSource,
} from "../../action/core/text/source-file.ts";
import type { Snapshot } from "../../action/ports/snapshot.ts";
import type { Thing, Things } from "../contracts/snapshot-contract.ts";

/** A tree in memory. Nothing in it has a name of git's, so no index is made of it. */
export const fakeSnapshot = (things: Things): Snapshot => {
  const production = async (folder: string): Promise<ProductionSource> => {
    const file = join(folder, "production.yaml");
    const odd = oddAt(things, file);
    if (odd === undefined && things[file] === undefined) throw new Failure(`There is no ${file}.`);
    const bytes = bytesOf(things[file]) ?? new Uint8Array();
    return {
      folder,
      file,
      bytes,
      odd,
      entries: entriesOf(things, folder),
      conventions: nearest(things, folder),
      shared: [],
      foreign: [],
    };
  };
  const folders = Object.keys(things)
    .flatMap((path) => /^(.*?)(?:^|\/)production\.yaml(?:\/|$)/s.exec(path)?.[1] ?? [])
    .map((folder) => (folder === "" ? "." : folder))
    .filter((folder, at, all) => all.indexOf(folder) === at)
    .filter((folder) => folder === "." || !folder.split("/").some(isPassedOver))
    .toSorted();
  const all = (wanted: readonly string[]) => Promise.all(wanted.map(production));
  return {
    productions: async (below) =>
      folders.filter((one) => below === "." || one === below || one.startsWith(`${below}/`)),
    holding: async (wanted) => folders.filter((one) => wanted.includes(one)),
    production,
    requests: async (wanted) => (await all(wanted)).map((source) => ({ ...source, entries: [] })),
    all,
    files: async (paths) =>
      paths.flatMap((path) => {
        const thing = things[path];
        return thing === undefined ? [] : [entryOf(path, thing)];
      }),
    ids: { now: async () => undefined, differing: async () => undefined, all: async () => new Map() },
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

const entriesOf = (things: Things, folder: string): readonly FolderEntry[] =>
  Object.entries(things)
    .flatMap(([path, thing]): readonly FolderEntry[] => {
      if (!path.startsWith(`${folder}/`) || path === join(folder, "production.yaml")) return [];
      return [entryOf(path.slice(folder.length + 1), thing)];
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));

const entryOf = (path: string, thing: Thing): FolderEntry => {
  if (typeof thing !== "string" && (thing.kind === "link" || thing.kind === "submodule"))
    return { kind: thing.kind, path };
  const bytes = bytesOf(thing) ?? new Uint8Array();
  if (bytes.length > largestFile) return { kind: "too-large", path, size: bytes.length };
  const mode = typeof thing !== "string" && thing.kind === "executable" ? "100755" : "100644";
  return { kind: "file", path, mode, bytes };
};

const nearest = (things: Things, folder: string): ProductionSource["conventions"] => {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, conventionsName);
    const odd = oddAt(things, file);
    const above = at === "." ? undefined : nearest(things, dirname(at));
    if (odd !== undefined) return { file, bytes: new Uint8Array(), odd, above };
    const bytes = bytesOf(things[file]);
    if (bytes !== undefined) return { file, bytes, above };
    if (at === ".") return undefined;
  }
};
