import { Failure } from "../../core/problems/failure.ts";
import { quotable } from "../../core/problems/problem.ts";
import { answerOnce, isCommitId } from "./asked-once.ts";
import { git } from "./run.ts";

/** An entry of a commit's tree. `size`: bytes; 0 where it was not asked for. */
export type Listed = { readonly mode: string; readonly oid: string; readonly size: number; readonly path: string };

/** Sizes cost git a look at every object; without them they are 0. */
export const listPaths = async (
  dir: string,
  commit: string,
  paths: readonly string[],
  sizes: "with sizes" | "without sizes",
): Promise<readonly Listed[]> => {
  const long = sizes === "with sizes" ? ["--long"] : [];
  const tell = isCommitId(commit) ? answerOnce : git;
  const output = await tell(dir, ["ls-tree", "-r", "-z", ...long, commit, "--", ...paths]);
  const listed = output.split("\0").flatMap((line) => {
    const [, mode, oid, size, path] = /^(\d{6}) \w+ ([0-9a-f]+)(?: +(\d+|-))?\t(.*)$/s.exec(line) ?? [];
    if (mode === undefined || oid === undefined || path === undefined) return [];
    return [{ mode, oid, size: size === undefined || size === "-" ? 0 : Number(size), path }];
  });
  return withoutDuplicates(listed, commit);
};

/** A tree can be made by hand that holds a name twice: git, GitHub and a reviewer might each read another of the two. */
const withoutDuplicates = (listed: readonly Listed[], commit: string): readonly Listed[] => {
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
