import type { MainLine } from "../../ports/main-line.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** Main as GitHub knows it: the command job has no checkout. */
export const githubMainLine = ({ octokit, owner, repo }: Repo): MainLine => ({
  head: () =>
    asking("read main", "contents: read", async () => {
      const { data } = await octokit.rest.git.getRef({ owner, repo, ref: "heads/main" });
      return data.object.sha;
    }),
  descends: (head, from) =>
    asking("compare commits of main", "contents: read", async () => {
      try {
        const basehead = `${from}...${head}`;
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
        return data.status === "ahead" || data.status === "identical";
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw error;
      }
    }),
});
