import { readObject } from "../objects.ts";

export type TreeEntry = { readonly mode: string; readonly name: string; readonly sha: string };

/** What a tree holds, read without a process of its own; nothing where there is none. */
export const readTree = async (dir: string, tree: string | undefined): Promise<readonly TreeEntry[]> => {
  const bytes = (tree === undefined ? undefined : await readObject(dir, tree))?.bytes ?? Buffer.alloc(0);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [space, end] = [bytes.indexOf(" ", at), bytes.indexOf(0, at)];
    entries.push({
      mode: bytes.toString("latin1", at, space),
      name: bytes.toString("utf8", space + 1, end),
      sha: bytes.toString("hex", end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
};

export type ChangedPath = { readonly path: string; readonly status: "added" | "removed" | "modified" };

/** Files that differ between two trees, renames not followed: mostly few folders do. */
export const changedPaths = async (
  dir: string,
  before: string | undefined,
  after: string | undefined,
  above = "",
): Promise<readonly ChangedPath[]> => {
  if (before === after) return [];
  const both = await Promise.all([before, after].map((tree) => readTree(dir, tree)));
  const [old, now] = both.map((entries) => new Map(entries.map((entry) => [entry.name, entry])));
  const names = [...new Set(both.flat().map(({ name }) => name))].toSorted();
  const changes = names.map(async (name): Promise<readonly ChangedPath[]> => {
    const [one, other] = [old?.get(name), now?.get(name)];
    if (one?.sha === other?.sha && one?.mode === other?.mode) return [];
    const path = `${above}${name}`;
    const status = isFile(one) ? (isFile(other) ? "modified" : "removed") : isFile(other) ? "added" : undefined;
    const below = await changedPaths(dir, folderIn(one), folderIn(other), `${path}/`);
    return status === undefined ? below : [{ path, status }, ...below];
  });
  return (await Promise.all(changes)).flat();
};

const folderIn = (entry: TreeEntry | undefined): string | undefined =>
  entry?.mode === "40000" ? entry.sha : undefined;
const isFile = (entry: TreeEntry | undefined): boolean => entry !== undefined && folderIn(entry) === undefined;
