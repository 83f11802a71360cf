import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * `Map` from full ref name to object id, in the order of names; as git lays them down: a file each, over a list that is
 * packed. A world asks for them so often that a process each time would be the most of its work.
 */
export const allRefs = (dir: string): ReadonlyMap<string, string> => {
  // First the files: a ref that git packs meanwhile is in the list before its file goes.
  const loose = readdirSync(join(dir, "refs"), { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || entry.name.endsWith(".lock")) return [];
    const path = join(entry.parentPath, entry.name);
    const id = readText(path).trim();
    return /^[0-9a-f]{40}$/.test(id) ? [[path.slice(dir.length + 1), id] as const] : [];
  });
  const packed = readText(join(dir, "packed-refs"))
    .split("\n")
    .flatMap((line) => (/^[0-9a-f]{40} /.test(line) ? [[line.slice(41), line.slice(0, 40)] as const] : []));
  return new Map([...new Map([...packed, ...loose])].toSorted(([one], [other]) => (one < other ? -1 : 1)));
};

/** Moves a ref that nobody moves by git, and that git never packs: of a pull request. `undefined`: there is none. */
export const setRef = (dir: string, ref: string, id: string | undefined): void => {
  const path = join(dir, ref);
  if (id === undefined) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.lock`, `${id}\n`);
  renameSync(`${path}.lock`, path);
};

/** Empty: there is none, or it went between the look at its folder and this one. */
const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
};
