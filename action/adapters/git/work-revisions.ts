import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Foreign } from "../../ports/foreign.ts";
import type { Revisions } from "../../ports/revisions.ts";
import { changedSince } from "./local.ts";
import { gitRevisions } from "./revisions.ts";
import { git, linesUntilNul } from "./run.ts";
import { workTree } from "./work-tree.ts";

/** Names the files as they lie on disk, where the name of a commit is asked for. No commit has it. */
export const onDisk = "the files on disk";

/**
 * The history of a pull request whose last commit is still to be made: its head is `onDisk`, with what git would take
 * if everything were committed now. `within`: folders from the top; of what lies elsewhere nothing is said to change.
 */
export const workRevisions = async (
  top: string,
  foreign: Foreign,
  within: readonly string[] = ["."],
): Promise<Revisions> => {
  const commits = gitRevisions(top, foreign);
  const ignored = new Set(await ignoredIn(top));
  const disk = workTree(top, foreign, (path) => ignored.has(path) || ignored.has(`${path}/`));
  const isMeant = (path: string): boolean => within.some((folder) => folder === "." || path.startsWith(`${folder}/`));
  return {
    mergeBase: (base, head) => commits.mergeBase(base, head === onDisk ? "HEAD" : head),
    changes: async (from, to) => {
      if (to !== onDisk) return commits.changes(from, to);
      const paths = (await changedSince(top, from)).filter(isMeant);
      return paths.map((path) => ({ path, gone: isGone(join(top, path)) }));
    },
    madeBy: async (commit, paths) => {
      if (commit !== onDisk) return commits.madeBy(commit, paths);
      const [made, changed] = await Promise.all([commits.madeBy("HEAD", paths), changedSince(top, "HEAD")]);
      return new Map([...made].filter(([path]) => !changed.includes(path)));
    },
    ruleChanges: commits.ruleChanges,
    productionChanges: commits.productionChanges,
    at: (commit) => (commit === onDisk ? disk : commits.at(commit)),
  };
};

const isGone = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;

/** What a commit of everything would leave out; a folder as a whole ends with `/`. */
const ignoredIn = async (top: string): Promise<readonly string[]> => {
  const asked = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];
  return linesUntilNul(await git(top, asked));
};
