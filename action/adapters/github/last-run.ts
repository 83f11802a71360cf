import { type StoppedWorkflow, stoppedAmong } from "../../core/init/stopped-workflows.ts";
import type { GoodRun } from "../../core/view/site/is-shown.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** The newest run of this workflow that succeeded; `undefined`: none has. */
export const lastSuccess = ({ octokit, owner, repo }: Repo, workflow: string): Promise<GoodRun | undefined> =>
  asking(`see when ${workflow.replace(/\.yml$/, "")} last ran`, "actions: read", async () => {
    const { data } = await octokit.rest.actions.listWorkflowRuns({
      owner,
      repo,
      workflow_id: workflow,
      status: "success",
      per_page: 1,
    });
    const [run] = data.workflow_runs;
    return run === undefined ? undefined : { began: run.run_started_at ?? run.created_at, main: run.head_sha };
  });

/** Workflow files that start nothing. */
export const stoppedWorkflows = ({ octokit, owner, repo }: Repo): Promise<readonly StoppedWorkflow[]> =>
  asking("see which workflows are disabled", "actions: read", async () =>
    stoppedAmong(await octokit.paginate(octokit.rest.actions.listRepoWorkflows, { owner, repo, per_page: 100 })),
  );

/** What main has of a workflow file; `undefined`: none. */
export const workflowText = ({ octokit, owner, repo }: Repo, file: string): Promise<string | undefined> =>
  asking(`read ${file}`, "contents: read", async () => {
    try {
      const path = `.github/workflows/${file}`;
      const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: "main" });
      return "content" in data ? Buffer.from(data.content, "base64").toString("utf8") : undefined;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
