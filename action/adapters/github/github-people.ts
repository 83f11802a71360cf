import type { Permission, PullRequest, Review } from "../../core/policy/pull-request.ts";
import type { Forms, People } from "../../ports/people.ts";
import { githubComments } from "./github-comments.ts";
import { githubIssues } from "./github-issues.ts";
import { githubWriters } from "./github-writers.ts";
import { asking, type Repo } from "./octokit.ts";
import { accountOf, githubOpenPulls, type ListedPull, pullRequestOf, type User } from "./pulls.ts";
import { statusOf } from "./waits.ts";

/** Of a review, as GitHub lists it, what is read. A dismissed one keeps its place and time. */
export type ReviewListed = {
  readonly user: User;
  readonly state: string;
  readonly commit_id?: string | null;
  readonly submitted_at?: string | undefined;
};

/** The last review of each person; a comment is none. */
export const lastReviews = (reviews: readonly ReviewListed[]): readonly Review[] => {
  const last = new Map<string, Review | undefined>();
  for (const { user, state, commit_id, submitted_at } of reviews) {
    const account = accountOf(user);
    if (account?.isPerson !== true || state === "COMMENTED" || state === "PENDING") continue;
    const { login } = account;
    const says = verdicts[state];
    const at = submitted_at ?? "1970-01-01T00:00:00Z";
    last.set(login, says === undefined ? undefined : { login, commit: commit_id ?? "", says, at });
  }
  return [...last.values()].filter((review) => review !== undefined);
};

/** A review that was dismissed says nothing any more. */
const verdicts: Readonly<Record<string, Review["says"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
};

export const githubPeople = (place: Repo): People => {
  const { octokit, owner, repo } = place;
  const at = { owner, repo };
  return {
    ...githubComments(place),
    ...githubForms(place),
    ...githubOpenPulls(place),
    ...githubIssues(place),
    permission: (login) =>
      asking("see who may write here", "metadata: read", async () => {
        try {
          const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...at, username: login });
          // An answer about another account, such as the one that this login was before it was renamed, is no answer.
          return data.user?.login.toLowerCase() === login.toLowerCase() ? permissionOf(data.permission) : "none";
        } catch (error) {
          if (statusOf(error) === 404) return "none";
          throw error;
        }
      }),
    pullRequestOf: (commit) =>
      asking("find the pull request of a commit", "pull-requests: read", async () => {
        const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
          ...at,
          commit_sha: commit,
          per_page: 100,
        });
        const merged = await mergedPulls(
          place,
          data.filter(({ merged_at }) => merged_at !== null),
        );
        return merged.find(({ mergedAs }) => mergedAs === commit) ?? merged.find(({ into }) => into === "main");
      }),
    writers: (pull) => githubWriters(place, pull),
    reviews: (pullRequest) =>
      asking("read the reviews", "pull-requests: read", async () => {
        const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
          ...at,
          pull_number: pullRequest,
          per_page: 100,
        });
        return lastReviews(reviews);
      }),
  };
};

const permissionOf = (permission: string): Permission =>
  permission === "admin" || permission === "write" || permission === "read" ? permission : "none";

/** Runs that people started by the form of the workflow of commands, as main has it. */
const githubForms = ({ octokit, owner, repo }: Repo): Forms => ({
  form: (run) =>
    asking("read the run of a form", "actions: read", async () => {
      try {
        const { data } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: run });
        // GitHub may add the branch: `.github/workflows/command.yml@main`.
        const [path] = data.path.split("@");
        const isOurs =
          data.event === "workflow_dispatch" &&
          path === ".github/workflows/command.yml" &&
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

/**
 * Merged pull requests with where their merges left the branch. REST says it in version 2022-11-28 and not from 2026-03-10
 * on (docs.github.com, "Breaking changes"); GraphQL says it in one call, which is made where REST is silent.
 */
const mergedPulls = async (place: Repo, listed: readonly ListedPull[]): Promise<readonly PullRequest[]> => {
  const silent = listed.filter(({ merge_commit_sha }) => merge_commit_sha === undefined);
  const merges = silent.length === 0 ? new Map<number, string>() : await mergesOf(place, silent);
  return listed.map((pull) =>
    pullRequestOf({ ...pull, merge_commit_sha: pull.merge_commit_sha ?? merges.get(pull.number) ?? null }),
  );
};

type MergeAsked = Readonly<
  Record<string, { readonly number: number; readonly mergeCommit: { readonly oid: string } | null }>
>;

const mergesOf = async (
  { octokit, owner, repo }: Repo,
  pulls: readonly ListedPull[],
): Promise<ReadonlyMap<number, string>> => {
  const fields = pulls.map(({ number }) => `p${number}: pullRequest(number: ${number}) { number mergeCommit { oid } }`);
  const query = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${fields.join(" ")} } }`;
  const { repository } = await octokit.graphql<{ readonly repository: MergeAsked }>(query, { owner, repo });
  return new Map(
    Object.values(repository).flatMap(({ number, mergeCommit }) =>
      mergeCommit === null ? [] : [[number, mergeCommit.oid] as const],
    ),
  );
};
