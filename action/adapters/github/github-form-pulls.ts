import { issueOfBranch } from "../../core/command/form-names.ts";
import type { FormPulls } from "../../ports/form.ts";
import { githubRunsPulls } from "./github-runs-pulls.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

export const githubFormPulls = (place: Repo, branch: string): FormPulls => {
  const { octokit, owner, repo } = place;
  const at = { owner, repo };
  return {
    ...githubRunsPulls(place, branch),
    reopen: (number) =>
      asking("open a pull request again", "pull-requests: write", async () => {
        try {
          await octokit.rest.pulls.update({ ...at, pull_number: number, state: "open" });
          return true;
        } catch (error) {
          if (statusOf(error) === 422) return false;
          throw error;
        }
      }),
    openedSince: (time) =>
      asking("count the pull requests of a day", "pull-requests: write", async () => {
        const found: { number: number; issue: number }[] = [];
        const asked = { ...at, state: "all", sort: "created", direction: "desc", per_page: 100 } as const;
        for await (const { data } of octokit.paginate.iterator(octokit.rest.pulls.list, asked)) {
          const since = data.filter(({ created_at }) => new Date(created_at) >= time);
          for (const { number, head } of since) {
            const issue = head.repo?.full_name === `${owner}/${repo}` ? issueOfBranch(head.ref) : undefined;
            if (issue !== undefined) found.push({ number, issue });
          }
          if (since.length < data.length) break;
        }
        return found;
      }),
  };
};
