import { Failure } from "../../core/problems/failure.ts";
import { quotable } from "../../core/problems/problem.ts";
import { entriesAt, entriesBelow, maxReadFolders, submoduleMode } from "./files-at.ts";
import { objectSizes } from "./objects.ts";
import { answerOnce, git, isCommitId } from "./run.ts";

/** An entry of a commit's tree. `size`: bytes; 0 where it was not asked for. */
export type Listed = { readonly mode: string; readonly oid: string; readonly size: number; readonly path: string };

/** What is at these paths and below; no path is all of them. Sizes cost git a look at every object; without them they are 0. */
export const listPaths = async (
  dir: string,
  commit: string,
  paths: readonly string[],
  sizes: AskedSizes,
): Promise<readonly Listed[]> => {
  if (paths.length === 0) return sizes === "with sizes" ? listBelow(dir, commit, [], sizes) : listAll(dir, commit);
  const found = withoutDuplicates(await entriesAt(dir, commit, paths), commit);
  if (sizes === "without sizes") return found.map((entry) => ({ ...entry, size: 0 }));
  // The object of a submodule is in another repository.
  const blobs = found.filter(({ mode }) => mode !== submoduleMode).map(({ oid }) => oid);
  const known = new Map((await objectSizes(dir, blobs)).map((size, at) => [blobs[at], size]));
  return found.map((entry) => ({ ...entry, size: known.get(entry.oid) ?? 0 }));
};

/** Every entry of a commit, without sizes. */
export const listAll = async (dir: string, commit: string): Promise<readonly Listed[]> => {
  const few = await entriesBelow(dir, commit, undefined, maxReadFolders);
  if (few === undefined) return listBelow(dir, commit, [], "without sizes");
  return withoutDuplicates(few, commit).map((entry) => ({ ...entry, size: 0 }));
};

/** The same by a process of git: it lists ten thousand folders sooner than we read them. */
export const listBelow = async (
  dir: string,
  commit: string,
  folders: readonly string[],
  sizes: AskedSizes,
): Promise<readonly Listed[]> => {
  const long = sizes === "with sizes" ? ["--long"] : [];
  const tell = isCommitId(commit) ? answerOnce : git;
  const output = await tell(dir, ["ls-tree", "-r", "-z", ...long, commit, "--", ...folders]);
  const listed = output.split("\0").flatMap((line) => {
    const [, mode, oid, size, path] = /^(\d{6}) \w+ ([0-9a-f]+)(?: +(\d+|-))?\t(.*)$/s.exec(line) ?? [];
    if (mode === undefined || oid === undefined || path === undefined) return [];
    return [{ mode, oid, size: size === undefined || size === "-" ? 0 : Number(size), path }];
  });
  return withoutDuplicates(listed, commit);
};

type AskedSizes = "with sizes" | "without sizes";

/** A tree can be made by hand that holds a name twice: git, GitHub and a reviewer might each read another of the two. */
const withoutDuplicates = <T extends { readonly path: string }>(listed: readonly T[], commit: string): readonly T[] => {
  const seen = new Set<string>();
  for (const { path } of listed) {
    if (seen.has(path))
      throw new Failure(`${commit.slice(0, 12)} holds ${quotable(path)} twice, so nobody can say which is meant.`, {
        wayOut: "`git fsck` names the broken tree; make the change anew on a good commit.",
      });
    seen.add(path);
  }
  return listed;
};
