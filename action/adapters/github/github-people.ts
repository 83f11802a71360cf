import type { Permission } from "../../core/policy/permission.ts";
import type { Approval, People, PullRequest } from "../../ports/people.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

export const githubPeople = ({ octokit, owner, repo }: Repo): People => {
  const at = { owner, repo };
  return {
    permission: (login) =>
      asking("see who may write here", "metadata: read", async () => {
        try {
          const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...at, username: login });
          return permissionOf(data.permission);
        } catch (error) {
          if (statusOf(error) === 404) return "none";
          throw error;
        }
      }),
    pullRequestOf: (merged) =>
      asking("find the pull request of a commit", "pull-requests: read", async () => {
        const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: merged });
        const found = data.find((pull) => pull.merged_at !== null && pull.merge_commit_sha === merged);
        return found === undefined ? undefined : pullRequestOf({ ...found, merged: true });
      }),
    authors: (pullRequest) =>
      asking("read the commits of a pull request", "pull-requests: read", async () => {
        const commits = await octokit.paginate(octokit.rest.pulls.listCommits, {
          ...at,
          pull_number: pullRequest,
          per_page: 100,
        });
        return [
          ...new Set(commits.flatMap(({ author, committer }) => [author?.login ?? [], committer?.login ?? []].flat())),
        ];
      }),
    approvals: (pullRequest) =>
      asking("read the reviews", "pull-requests: read", async () => {
        const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
          ...at,
          pull_number: pullRequest,
          per_page: 100,
        });
        const last = new Map<string, Approval | undefined>();
        for (const { user, state, commit_id } of reviews) {
          if (user === null || state === "COMMENTED") continue;
          last.set(
            user.login,
            state === "APPROVED" && commit_id !== null && commit_id !== undefined
              ? { login: user.login, commit: commit_id }
              : undefined,
          );
        }
        return [...last.values()].filter((approval) => approval !== undefined);
      }),
  };
};

const permissionOf = (permission: string): Permission =>
  permission === "admin" || permission === "write" || permission === "read" ? permission : "none";

type Pull = {
  readonly number: number;
  readonly user: { readonly login: string } | null;
  readonly head: { readonly sha: string };
  readonly base: { readonly sha: string; readonly ref: string };
  readonly merged?: boolean | null;
  readonly state: string;
};

const pullRequestOf = ({ number, user, head, base, merged, state }: Pull): PullRequest => ({
  number,
  author: user?.login ?? "",
  head: head.sha,
  base: base.sha,
  into: base.ref,
  merged: merged === true,
  open: state === "open",
});

/**
 * The open pull request whose head this is. A workflow_run names none for a fork, so it is looked up by branch, and
 * only counts if its head is still the commit that was checked.
 */
export const openPullRequest = (
  { octokit, owner, repo }: Repo,
  headOwner: string,
  branch: string,
  head: string,
): Promise<PullRequest | undefined> =>
  asking("find the pull request", "pull-requests: read", async () => {
    const { data } = await octokit.rest.pulls.list({
      owner,
      repo,
      state: "open",
      head: `${headOwner}:${branch}`,
      per_page: 100,
    });
    const found = data.find((pull) => pull.head.sha === head);
    return found === undefined ? undefined : pullRequestOf(found);
  });
