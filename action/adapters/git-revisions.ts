import { Failure } from "../core/failure.ts";
import type { Foreign } from "../ports/foreign.ts";
import type { Revisions } from "../ports/revisions.ts";
import { git, gitOutcome } from "./git-run.ts";
import { gitSnapshot } from "./git-snapshot.ts";

export const gitRevisions = (dir: string, foreign: Foreign): Revisions => ({
  mergeBase: async (base, head) => {
    const { code, stdout, stderr } = await gitOutcome(dir, ["merge-base", base, head]);
    if (code !== 0)
      throw new Failure(
        `The commits ${base.slice(0, 12)} and ${head.slice(0, 12)} have no common history here: ${stderr}`,
        { wayOut: "Check out with fetch-depth: 0." },
      );
    return stdout.toString("utf8").trim();
  },
  changedPaths: (from, to) => differing(dir, from, to, []),
  addedPaths: (from, to) => differing(dir, from, to, ["--diff-filter=d"]),
  at: (commit) => gitSnapshot(dir, commit, foreign),
});

const differing = async (
  dir: string,
  from: string,
  to: string,
  filter: readonly string[],
): Promise<readonly string[]> => {
  const paths = await git(dir, ["diff-tree", "-r", "-z", "--no-renames", "--name-only", ...filter, from, to]);
  return paths.split("\0").filter((path) => path !== "");
};
