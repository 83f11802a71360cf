import type { Permission } from "../../core/policy/permission.ts";
import type { Review } from "../../core/policy/voices.ts";
import { writersOf } from "../../core/policy/writers.ts";
import type { People, PullRequest } from "../../ports/people.ts";
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
    writers: ({ number, author }) =>
      asking("read the commits of a pull request", "pull-requests: read", async () => {
        const commits = await octokit.paginate(octokit.rest.pulls.listCommits, {
          ...at,
          pull_number: number,
          per_page: 100,
        });
        return writersOf(
          author,
          commits.map((one) => ({
            oid: one.sha,
            author: one.author?.login,
            committer: one.committer?.login,
            message: one.commit.message,
          })),
        );
      }),
    reviews: (pullRequest) =>
      asking("read the reviews", "pull-requests: read", async () => {
        const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
          ...at,
          pull_number: pullRequest,
          per_page: 100,
        });
        const last = new Map<string, Review | undefined>();
        for (const { user, state, commit_id } of reviews) {
          if (user === null || state === "COMMENTED" || state === "PENDING") continue;
          const says = verdicts[state];
          last.set(user.login, says === undefined ? undefined : { login: user.login, commit: commit_id ?? "", says });
        }
        return [...last.values()].filter((review) => review !== undefined);
      }),
  };
};

/** A review that was dismissed says nothing any more. */
const verdicts: Readonly<Record<string, Review["says"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
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
