import type { Comments } from "../../ports/comments.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

/** Comments on issues and pull requests, as they stand now. */
export const githubComments = ({ octokit, owner, repo }: Repo): Comments => ({
  comment: (id) =>
    asking("read a comment", "issues: write", async () => {
      try {
        const { data } = await octokit.rest.issues.getComment({ owner, repo, comment_id: id });
        return {
          body: data.body ?? "",
          login: data.user?.login ?? "",
          pullRequest: Number(data.issue_url.split("/").at(-1)),
          at: data.created_at,
        };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    }),
});
