import type { GithubAccount } from "../../core/policy/login.ts";
import type { PullRequest } from "../../ports/people.ts";
import { asking, type Repo } from "./octokit.ts";

type User = { readonly login?: string; readonly type?: string } | null | undefined;

export const accountOf = (user: User): GithubAccount | undefined =>
  user?.login === undefined ? undefined : { login: user.login, isPerson: user.type === "User" };

type ListedPull = {
  readonly number: number;
  readonly user: User;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo: { readonly full_name: string } | null;
  };
  readonly base: { readonly sha: string; readonly ref: string };
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
};

/** As GitHub lists one: an open one has the trial merge where a merged one has its commit. */
export const pullRequestOf = ({ number, user, head, base, merged_at, merge_commit_sha }: ListedPull): PullRequest => ({
  number,
  opener: accountOf(user),
  head: head.sha,
  base: base.sha,
  into: base.ref,
  from: { repository: head.repo?.full_name, branch: head.ref },
  mergedAs: merged_at === null ? undefined : (merge_commit_sha ?? undefined),
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
