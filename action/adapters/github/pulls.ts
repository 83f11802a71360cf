import type { GithubAccount } from "../../core/policy/login.ts";
import type { PullRequest } from "../../core/policy/pull-request.ts";
import type { OpenPulls } from "../../ports/people.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

export type User = { readonly login?: string; readonly type?: string } | null | undefined;

export const accountOf = (user: User): GithubAccount | undefined =>
  user?.login === undefined ? undefined : { login: user.login, isPerson: user.type === "User" };

export type ListedPull = {
  readonly number: number;
  readonly user: User;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly sha: string; readonly ref: string };
  readonly merged_at: string | null;
  /** Not there from version 2026-03-10 of the REST API on. */
  readonly merge_commit_sha?: string | null;
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
  mergedOn: merged_at ?? undefined,
});

/** What a run of a workflow was about. It names no pull request for a fork. */
export type HeadOfRun = { readonly head: string; readonly owner: string; readonly branch: string };

/** Every open pull request of this commit or branch, as it is now, the oldest first; there may be several. */
export const openPulls = ({ octokit, owner, repo }: Repo, of: HeadOfRun): Promise<readonly PullRequest[]> =>
  asking("find the pull requests", "pull-requests: read", async () => {
    const open = await octokit.paginate(octokit.rest.pulls.list, { owner, repo, state: "open", per_page: 100 });
    return open
      .filter(({ head }) => head.sha === of.head || (head.ref === of.branch && head.user?.login === of.owner))
      .map(pullRequestOf)
      .toSorted((a, b) => a.number - b.number);
  });

/** `undefined`: it is not open. */
export const headNow = ({ octokit, owner, repo }: Repo, number: number): Promise<string | undefined> =>
  asking("look at the pull request before its comment", "pull-requests: write", async () => {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
    return data.state === "open" ? data.head.sha : undefined;
  });

export const githubOpenPulls = ({ octokit, owner, repo }: Repo): OpenPulls => ({
  openPull: (number) =>
    asking("look at the pull request that is to be tried", "pull-requests: read", async () => {
      try {
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        const isOwn = data.head.repo?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase();
        return data.state === "open"
          ? { head: data.head.sha, into: data.base.ref, isOwn, branch: data.head.ref }
          : undefined;
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    }),
});
