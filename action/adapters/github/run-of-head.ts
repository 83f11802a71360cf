import { asking, type Repo, statusOf } from "./octokit.ts";

/**
 * The page of the newest run of a workflow of a pull request on this commit of this repository; `undefined`: none began,
 * or it was passed over.
 */
export const runOfHead = (
  { octokit, owner, repo }: Repo,
  workflow: string,
  head: string,
): Promise<string | undefined> =>
  asking("see whether the commit is tried out", "actions: read", async () => {
    try {
      const { data } = await octokit.rest.actions.listWorkflowRuns({
        owner,
        repo,
        workflow_id: workflow,
        event: "pull_request",
        head_sha: head,
        per_page: 1,
      });
      const [run] = data.workflow_runs;
      const isOwn = run?.head_repository?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase();
      return isOwn && run.conclusion !== "skipped" ? run.html_url : undefined;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
