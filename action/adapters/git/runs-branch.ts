import { Failure } from "../../core/problems/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RunsBranch } from "../../ports/runs-proposal.ts";
import { commitFiles } from "./commit.ts";
import type { GitRefs } from "./refs.ts";

/** Branch of the pull request that appends runs. */
export const runsBranchName = "shrek/runs";
const branchRef = `refs/heads/${runsBranchName}`;

/** `by`: `NAME <ADDRESS>`, whom GitHub names as the author. */
export const gitRunsBranch = (dir: string, refs: GitRefs, clock: Clock, by: string): RunsBranch => ({
  heads: async () => {
    const main = await refs.read("refs/heads/main");
    if (main === undefined)
      throw new Failure("There is no branch `main`.", { wayOut: "Push it first: runs are appended to its lists." });
    return { main, branch: await refs.read(branchRef) };
  },
  rebuild: async (main, from, files, words) =>
    refs.swap(branchRef, from, await commitFiles(dir, clock, { parent: main, files, why: words, by })),
});
