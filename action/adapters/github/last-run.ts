import type { GoodRun } from "../../core/view/site/is-shown.ts";
import { asking, type Repo } from "./octokit.ts";

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
