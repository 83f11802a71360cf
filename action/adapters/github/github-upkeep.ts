import type { Clock } from "../../ports/clock.ts";
import type { UpkeepPlace } from "../../ports/form.ts";
import { gitFormBranch, presentMain } from "../git/app-branches.ts";
import type { GitRefs } from "../git/refs.ts";
import { githubExtensionPulls, githubRunsPulls } from "./github-runs-pulls.ts";
import type { Repo } from "./octokit.ts";

/** What the commits are made of. `by`: `NAME <ADDRESS>` of the App. */
export type MadeIn = { readonly dir: string; readonly refs: GitRefs; readonly clock: Clock; readonly by: string };

export const githubUpkeep = (place: Repo, { dir, refs, clock, by }: MadeIn): UpkeepPlace => ({
  main: () => presentMain(refs),
  open: async (beginning) =>
    (await githubExtensionPulls(place, "").fromBranches()).filter(({ branch }) => branch.startsWith(beginning)),
  at: (branch) => ({
    branch: gitFormBranch(dir, refs, clock, { by, branch }),
    pulls: githubRunsPulls(place, branch),
    remove: (from) => refs.drop(`refs/heads/${branch}`, from),
  }),
});
