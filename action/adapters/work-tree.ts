import { lstat, readdir, readFile } from "node:fs/promises";
import { dirname, join, posix, relative, sep } from "node:path";
import { compareText } from "../core/problem.ts";
import { type FolderEntry, largestFile, type ProductionSource } from "../core/source-file.ts";
import type { Snapshot } from "../ports/snapshot.ts";

/** The files on disk, as an author has them before a commit. Links are seen and not followed. */
export const workTree = (top: string): Snapshot => ({
  productions: async (below) => {
    const folders = await foldersWithRequest(top, below);
    return folders.toSorted(compareText);
  },
  production: async (folder) => readProduction(top, folder),
});

const requestName = "production.yaml";
const conventionsName = "conventions.yaml";

const foldersWithRequest = async (top: string, folder: string): Promise<readonly string[]> => {
  const children = await readdir(join(top, folder), { withFileTypes: true });
  if (children.some((child) => child.name === requestName && child.isFile())) return [folder];
  const below = children.filter(
    (child) => child.isDirectory() && child.name !== "node_modules" && !child.name.startsWith("."),
  );
  return (await Promise.all(below.map((child) => foldersWithRequest(top, posix.join(folder, child.name))))).flat();
};

const readProduction = async (top: string, folder: string): Promise<ProductionSource> => {
  const [bytes, entries, conventions] = await Promise.all([
    readFile(join(top, folder, requestName)),
    entriesOf(join(top, folder)),
    nearestConventions(top, folder),
  ]);
  return { folder, file: posix.join(folder, requestName), bytes, entries, conventions };
};

const entriesOf = async (folder: string): Promise<readonly FolderEntry[]> => {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  const entries = await Promise.all(
    found
      .filter((entry) => !entry.isDirectory())
      .map(async (entry): Promise<FolderEntry> => {
        const absolute = join(entry.parentPath, entry.name);
        const path = relative(folder, absolute).split(sep).join("/");
        if (entry.isSymbolicLink()) return { kind: "link", path };
        if (!entry.isFile()) return { kind: "special", path };
        const { size, mode } = await lstat(absolute);
        if (size > largestFile) return { kind: "too-large", path, size };
        return {
          kind: "file",
          path,
          mode: (mode & 0o100) === 0 ? "100644" : "100755",
          bytes: await readFile(absolute),
        };
      }),
  );
  return entries.filter(({ path }) => path !== requestName).toSorted((a, b) => compareText(a.path, b.path));
};

const nearestConventions = async (top: string, folder: string): Promise<ProductionSource["conventions"]> => {
  for (let at = folder; ; at = dirname(at)) {
    const file = at === "." ? conventionsName : posix.join(at, conventionsName);
    const bytes = await readFile(join(top, file)).catch(absent);
    if (bytes !== undefined) return { file, bytes };
    if (at === "." || at === "/") return undefined;
  }
};

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
