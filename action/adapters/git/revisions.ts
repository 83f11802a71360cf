import { Failure } from "../../core/problems/failure.ts";
import type { Foreign } from "../../ports/foreign.ts";
import type { Revisions } from "../../ports/revisions.ts";
import { changesOnMain, lastChanges } from "./last-changes.ts";
import { git, gitOutcome } from "./run.ts";
import { gitSnapshot } from "./snapshot.ts";

export const gitRevisions = (dir: string, foreign: Foreign): Revisions => ({
  mergeBase: async (base, head) => {
    const { code, stdout, stderr } = await gitOutcome(dir, ["merge-base", base, head]);
    if (code !== 0)
      throw new Failure(
        `The commits ${base.slice(0, 12)} and ${head.slice(0, 12)} have no common history here: ${stderr}`,
        { wayOut: "Fetch both with their whole history." },
      );
    return stdout.toString("utf8").trim();
  },
  changes: async (from, to) => {
    const output = await git(dir, ["diff-tree", "-r", "-z", "--no-renames", "--name-status", from, to]);
    return [...output.matchAll(/([A-Z])\0([^\0]+)\0/g)].map(([, status, path = ""]) => ({
      path,
      gone: status === "D",
    }));
  },
  madeBy: async (commit, paths) =>
    new Map([...(await lastChanges(dir, commit, paths))].map(([path, last]) => [path, last.commit])),
  ...changesOnMain(dir),
  at: (commit) => gitSnapshot(dir, commit, foreign),
});
