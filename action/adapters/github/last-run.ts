import { asking, type Repo } from "./octokit.ts";

/** When the newest run of this workflow that succeeded began, ISO; `undefined`: none has. */
export const lastSuccess = ({ octokit, owner, repo }: Repo, workflow: string): Promise<string | undefined> =>
  asking("see when reconcile last ran", "actions: read", async () => {
    const { data } = await octokit.rest.actions.listWorkflowRuns({
      owner,
      repo,
      workflow_id: workflow,
      status: "success",
      per_page: 1,
    });
    const [run] = data.workflow_runs;
    return run === undefined ? undefined : (run.run_started_at ?? run.created_at);
  });
