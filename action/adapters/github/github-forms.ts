import type { Forms } from "../../ports/comments.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

/** Runs that people started by the form of this workflow, as main has it. */
export const githubForms = ({ octokit, owner, repo }: Repo, workflow: string): Forms => ({
  form: (run) =>
    asking("read the run of a form", "actions: read", async () => {
      try {
        const { data } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: run });
        // GitHub may add the branch: `.github/workflows/command.yml@main`.
        const [path] = data.path.split("@");
        const isOurs =
          data.event === "workflow_dispatch" &&
          path === `.github/workflows/${workflow}` &&
          data.head_branch === "main" &&
          data.head_repository.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase();
        if (!isOurs) return undefined;
        // Who starts it again (`triggering_actor`) sends nothing: such a run gives no command.
        return {
          logins: data.actor === undefined ? [] : [data.actor.login],
          title: data.display_title,
          at: data.created_at,
        };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    }),
});
