import type { Permission } from "../../core/policy/permission.ts";
import type { Review } from "../../core/policy/reviews.ts";
import type { People } from "../../ports/people.ts";
import { githubComments } from "./github-comments.ts";
import { githubForms } from "./github-forms.ts";
import { githubWriters } from "./github-writers.ts";
import { mergedPulls } from "./merged-pulls.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";
import { accountOf, githubOpenPulls } from "./pulls.ts";

/** `workflow`: the file that takes commands. */
export const githubPeople = (place: Repo, workflow = "command.yml"): People => {
  const { octokit, owner, repo } = place;
  const at = { owner, repo };
  return {
    ...githubComments(place),
    ...githubForms(place, workflow),
    ...githubOpenPulls(place),
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

type ReviewListed = Awaited<ReturnType<Repo["octokit"]["rest"]["pulls"]["listReviews"]>>["data"][number];

/** The last word of each person; a comment is none. */
const lastReviews = (reviews: readonly ReviewListed[]): readonly Review[] => {
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

const permissionOf = (permission: string): Permission =>
  permission === "admin" || permission === "write" || permission === "read" ? permission : "none";
