import type { Starter } from "../../ports/starter.ts";
import { asking, type Repo } from "./octokit.ts";

export const githubStarter = ({ octokit, owner, repo }: Repo): Starter => ({
  startReconcile: () =>
    asking("start the reconcile workflow", "actions: write", async () => {
      await octokit.rest.actions.createWorkflowDispatch({ owner, repo, workflow_id: "reconcile.yml", ref: "main" });
    }),
});
