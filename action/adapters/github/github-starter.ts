import { reconcileStopped } from "../../core/init/stopped-workflows.ts";
import type { Starter } from "../../ports/starter.ts";
import { stoppedWorkflows } from "./last-run.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

export const githubStarter = (place: Repo): Starter => ({
  startReconcile: () =>
    asking("start the reconcile workflow", "actions: write", async () => {
      const { octokit, owner, repo } = place;
      try {
        await octokit.rest.actions.createWorkflowDispatch({ owner, repo, workflow_id: "reconcile.yml", ref: "main" });
        return undefined;
      } catch (error) {
        // GitHub refuses so where the file is disabled.
        const stopped = statusOf(error) === 422 ? reconcileStopped(await stoppedWorkflows(place)) : undefined;
        if (stopped === undefined) throw error;
        return stopped;
      }
    }),
  stopped: async () => reconcileStopped(await stoppedWorkflows(place)),
});
