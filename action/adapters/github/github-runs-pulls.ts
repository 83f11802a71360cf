import type { ExtensionPlace } from "../../ports/form.ts";
import type { RunsPull, RunsPulls } from "../../ports/runs-proposal.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** Pull requests from a branch of this repository into main. Only the newest 100 are read. */
export const githubRunsPulls = ({ octokit, owner, repo }: Repo, branch: string): RunsPulls => {
  const at = { owner, repo };
  const write = "pull-requests: write";
  return {
    all: () =>
      asking("find the pull requests of a branch", write, async () => {
        const { data } = await octokit.rest.pulls.list({
          ...at,
          state: "all",
          head: `${owner}:${branch}`,
          base: "main",
          sort: "created",
          direction: "desc",
          per_page: 100,
        });
        return data.map(
          ({ number, title, body, head, state, merged_at }): RunsPull => ({
            number,
            title,
            body: body ?? "",
            head: head.sha,
            state: state === "open" ? "open" : merged_at === null ? "closed" : "merged",
          }),
        );
      }),
    open: (words) =>
      asking("open a pull request", write, async () => {
        try {
          await octokit.rest.pulls.create({ ...at, head: branch, base: "main", ...words });
          return true;
        } catch (error) {
          if (statusOf(error) === 422 && error instanceof Error && /already exists/.test(error.message)) return false;
          throw error;
        }
      }),
    say: (number, words) =>
      asking("change the words of a pull request", write, async () => {
        await octokit.rest.pulls.update({ ...at, pull_number: number, ...words });
      }),
    close: (number) =>
      asking("close a pull request", write, async () => {
        await octokit.rest.pulls.update({ ...at, pull_number: number, state: "closed" });
      }),
  };
};

export const githubExtensionPulls = (place: Repo, branch: string): ExtensionPlace["pulls"] => {
  const { octokit, owner, repo } = place;
  return {
    ...githubRunsPulls(place, branch),
    fromBranches: () =>
      asking("find open pull requests", "pull-requests: write", async () => {
        const asked = { owner, repo, state: "open", base: "main", per_page: 100 } as const;
        const all = await octokit.paginate(octokit.rest.pulls.list, asked);
        return all.flatMap(({ number, head }) =>
          head.repo?.full_name === `${owner}/${repo}` ? [{ number, branch: head.ref }] : [],
        );
      }),
  };
};

/** How git writes an account, so that GitHub recognizes it. */
export const gitNameOf = ({ octokit }: Repo, login: string): Promise<string> =>
  asking(`look up ${login}`, "metadata: read", async () => {
    const { data } = await octokit.rest.users.getByUsername({ username: login });
    return `${data.login} <${data.id}+${data.login}@users.noreply.github.com>`;
  });
