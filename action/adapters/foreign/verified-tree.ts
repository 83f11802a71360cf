import { createHash } from "node:crypto";
import type { ForeignStore } from "./foreign-store.ts";

export type Leaf = { readonly path: string; readonly mode: string; readonly oid: string };

/** `damaged`: what is kept here is not what its name says. `hostile`: what the commit names is no path of a file. */
export type Walk =
  | { readonly kind: "whole"; readonly leaves: readonly Leaf[] }
  | { readonly kind: "missing"; readonly oids: readonly string[] }
  | { readonly kind: "damaged" }
  | { readonly kind: "hostile"; readonly name: string };

/**
 * Every entry of a commit. Each object's hash is computed again, because git itself believes its packs: so from the
 * commit that a person wrote down to the last byte nothing can be replaced, not even in the cache.
 */
export const walkCommit = async (read: ForeignStore["read"], commit: string): Promise<Walk> => {
  const found = await read([commit]);
  if (found === undefined) return { kind: "damaged" };
  const [bytes] = found;
  if (bytes === undefined) return { kind: "missing", oids: [commit] };
  if (!isObject("commit", bytes, commit)) return { kind: "damaged" };
  const tree = /^tree ([0-9a-f]{40})\n/.exec(bytes.toString("latin1"))?.[1];
  if (tree === undefined) return { kind: "damaged" };
  const leaves: Leaf[] = [];
  let level: readonly Leaf[] = [{ path: "", mode: "40000", oid: tree }];
  while (level.length > 0) {
    const below = await readLevel(read, level);
    if (below.kind !== "whole") return below;
    leaves.push(...below.leaves.filter(({ mode }) => !isFolder(mode)));
    level = below.leaves.filter(({ mode }) => isFolder(mode));
    if (leaves.length + level.length > maxEntries) return { kind: "hostile", name: `more than ${maxEntries} entries` };
  }
  return { kind: "whole", leaves };
};

/** A tree bomb names one folder a thousand times on every level. */
const maxEntries = 200_000;

const readLevel = async (read: ForeignStore["read"], folders: readonly Leaf[]): Promise<Walk> => {
  const oids = [...new Set(folders.map(({ oid }) => oid))];
  const contents = await read(oids);
  if (contents === undefined) return { kind: "damaged" };
  const byOid = new Map(oids.map((oid, index) => [oid, contents[index]]));
  const missing = oids.filter((oid) => byOid.get(oid) === undefined);
  if (missing.length > 0) return { kind: "missing", oids: missing };
  if (oids.some((oid) => !isObject("tree", byOid.get(oid) ?? Buffer.alloc(0), oid))) return { kind: "damaged" };
  const leaves: Leaf[] = [];
  for (const { path, oid } of folders) {
    for (const entry of readTree(byOid.get(oid) ?? Buffer.alloc(0))) {
      if (!isName(entry.path)) return { kind: "hostile", name: entry.path };
      leaves.push({ ...entry, path: path === "" ? entry.path : `${path}/${entry.path}` });
      if (leaves.length > maxEntries) return { kind: "hostile", name: `more than ${maxEntries} entries` };
    }
  }
  return { kind: "whole", leaves };
};

const isFolder = (mode: string): boolean => mode === "40000";
const isName = (name: string): boolean => name !== "" && !/^\.{1,2}$|\/|^\.git$/i.test(name);

/** `<mode> <name>\0<20 bytes>`, again and again. */
const readTree = (bytes: Buffer): readonly Leaf[] => {
  const entries: Leaf[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [blank, end] = [bytes.indexOf(0x20, at), bytes.indexOf(0, at)];
    const mode = bytes.toString("latin1", at, blank).replace(/^0+/, "");
    entries.push({ mode, path: bytes.toString("utf8", blank + 1, end), oid: bytes.toString("hex", end + 1, end + 21) });
    at = end + 21;
  }
  return entries;
};

/** Whether these bytes are the git object of this name. */
export const isObject = (type: "blob" | "tree" | "commit", bytes: Uint8Array, oid: string): boolean =>
  createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex") === oid;
