import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { noObject, resolveRevision, tryGit } from "./git.ts";

export type Move = { readonly ref: string; readonly before: string; readonly after: string };

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
  if (id === undefined) rmSync(join(dir, ref), { force: true });
  else writeRef(dir, ref, id);
};

/** `fault` is asked while nobody else moves the ref. */
const writeRef = (dir: string, ref: string, id: string, fault: () => string | undefined = () => undefined) => {
  const path = join(dir, ref);
  mkdirSync(dirname(path), { recursive: true });
  // git does not begin where such a file is.
  writeFileSync(`${path}.lock`, `${id}\n`, { flag: "wx" });
  const found = fault();
  if (found === undefined) renameSync(`${path}.lock`, path);
  else rmSync(`${path}.lock`);
  return found;
};

/** No name leads out of the folder, and none is that of a lock. */
const isRefName = /^refs(\/(?!\.)(?!\S*(?:\.\.|\.lock(?:\/|$)))[^\s/~^:?*[\\]+){2,}$/;

/** Moves a ref if it stands where the move says, as git would; else why it does not. */
export const moveRef = async (dir: string, { ref, before, after }: Move): Promise<string | undefined> => {
  if (after === noObject) {
    const { code } = await tryGit(dir, ["update-ref", "-d", ref, before]);
    return code === 0 ? undefined : "failed to update ref";
  }
  const inTheWay = [...allRefs(dir).keys()].some((name) => name.startsWith(`${ref}/`) || ref.startsWith(`${name}/`));
  if (inTheWay || !isRefName.test(ref)) return "funny refname";
  if ((await resolveRevision(dir, `${after}^{object}`)) === undefined) return "missing necessary objects";
  const isStale = (): boolean => (allRefs(dir).get(ref) ?? noObject) !== before;
  try {
    return writeRef(dir, ref, after, () => (isStale() ? "incorrect old value provided" : undefined));
  } catch {
    return "failed to update ref";
  }
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
