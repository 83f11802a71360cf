import type { PullRequest } from "../../ports/people.ts";
import type { Repo } from "./octokit.ts";
import { type ListedPull, pullRequestOf } from "./pulls.ts";

/**
 * Merged pull requests with where their merges left the branch. REST says it in version 2022-11-28 and not from 2026-03-10
 * on (docs.github.com, "Breaking changes"); GraphQL says it in one call, which is made where REST is silent.
 */
export const mergedPulls = async (place: Repo, listed: readonly ListedPull[]): Promise<readonly PullRequest[]> => {
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
