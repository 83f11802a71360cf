import { Failure } from "../../core/problems/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FormBranch, FormTip } from "../../ports/form.ts";
import type { RunsBranch } from "../../ports/runs-proposal.ts";
import { commitFiles } from "./commit.ts";
import type { GitRefs } from "./refs.ts";
import { git } from "./run.ts";

/** Branch of the pull request that appends runs. */
export const runsBranchName = "shrek/runs";
const branchRef = `refs/heads/${runsBranchName}`;

export const presentMain = async (refs: Pick<GitRefs, "read">): Promise<string> => {
  const main = await refs.read("refs/heads/main");
  if (main !== undefined) return main;
  throw new Failure("There is no branch `main`.", { wayOut: "Push it first: branches are made on top of it." });
};

/** `by`: `NAME <ADDRESS>`, whom GitHub names as the author. */
export const gitRunsBranch = (dir: string, refs: GitRefs, clock: Clock, by: string): RunsBranch => ({
  heads: async () => ({ main: await presentMain(refs), branch: await refs.read(branchRef) }),
  rebuild: async (main, from, files, words) =>
    refs.swap(branchRef, from, await commitFiles(dir, clock, { parent: main, files, why: words, by })),
});

/** A branch that the App makes for people. `by`: `NAME <ADDRESS>`, whom GitHub names as the author. */
export const gitFormBranch = (
  dir: string,
  refs: GitRefs,
  clock: Clock,
  { by, branch }: { readonly by: string; readonly branch: string },
): FormBranch => {
  const ref = `refs/heads/${branch}`;
  return {
    heads: async () => {
      const main = await presentMain(refs);
      const oid = await refs.read(ref);
      return { main, branch: oid === undefined ? undefined : await tipAt(dir, oid, by) };
    },
    commit: (main, files, words) => commitFiles(dir, clock, { parent: main, files, why: words, by }),
    put: (from, to) => refs.swap(ref, from, to),
  };
};

const tipAt = async (dir: string, oid: string, by: string): Promise<FormTip> => {
  const shown = await git(dir, ["log", "-1", "--no-show-signature", "--format=%an <%ae>%n%cn <%ce>%n%B", oid]);
  const [author, committer, ...words] = shown.split("\n");
  return {
    oid,
    isOwn: author === by && committer === by,
    words: words.join("\n").replace(/\n\nNonce: [0-9a-f]{32}\s*$/, ""),
  };
};
