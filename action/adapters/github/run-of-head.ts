import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** The page of the newest try-out of this commit of this repository; `undefined`: none began, or it was passed over. */
export const runOfHead = (place: Repo, head: string): Promise<string | undefined> =>
  newestRun(place, { workflow_id: "tryout.yml", event: "pull_request", head_sha: head, per_page: 1 }, ({ from }) =>
    isHere(place, from),
  );

/** The name of the workflow's runs says the commit: GitHub counts them to main, from which their workflow comes. */
export const siteRunOfHead = (place: Repo, head: string): Promise<string | undefined> =>
  newestRun(
    place,
    { workflow_id: "tryout-site.yml", event: "pull_request_target", per_page: 100 },
    ({ title }) => title === `try-out of ${head}`,
  );

type RunQuery = {
  readonly workflow_id: string;
  readonly event: string;
  readonly head_sha?: string;
  readonly per_page: number;
};
type RunShown = { readonly title: string; readonly from: string | undefined };

const isHere = ({ owner, repo }: Repo, from: string | undefined): boolean =>
  from?.toLowerCase() === `${owner}/${repo}`.toLowerCase();

const newestRun = (
  { octokit, owner, repo }: Repo,
  query: RunQuery,
  isMeant: (run: RunShown) => boolean,
): Promise<string | undefined> =>
  asking("see whether the commit is tried out", "actions: read", async () => {
    try {
      const { data } = await octokit.rest.actions.listWorkflowRuns({ owner, repo, ...query });
      const run = data.workflow_runs.find(({ display_title: title, head_repository: from }) =>
        isMeant({ title, from: from?.full_name }),
      );
      return run === undefined || run.conclusion === "skipped" ? undefined : run.html_url;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
