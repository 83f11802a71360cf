import type { PullRequest } from "../../core/policy/pull-request.ts";
import { type BranchMove, type Pushers, pushersOf } from "../../core/policy/pushers.ts";
import { type Writers, writersOf } from "../../core/policy/writers.ts";
import { asking, type Repo } from "./octokit.ts";
import { accountOf } from "./pulls.ts";
import { statusOf } from "./waits.ts";

type WrittenPull = Pick<PullRequest, "number" | "opener" | "head" | "from">;

export const githubWriters = async (place: Repo, pull: WrittenPull): Promise<Writers> => {
  const { octokit, owner, repo } = place;
  const commits = await asking("read the commits of a pull request", "pull-requests: read", () =>
    octokit.paginate(octokit.rest.pulls.listCommits, { owner, repo, pull_number: pull.number, per_page: 100 }),
  );
  const oids = commits.map(({ sha }) => sha);
  return writersOf(
    pull.opener,
    commits.map(({ sha, author, committer, commit }) => ({
      oid: sha,
      author: accountOf(author),
      committer: accountOf(committer),
      message: commit.message,
    })),
    await pushersTo(place, pull, oids),
  );
};

/** A fork that is gone, or that this job may not read, says nothing. */
const pushersTo = async (
  { octokit }: Repo,
  { head, from }: WrittenPull,
  commits: readonly string[],
): Promise<Pushers> => {
  const [owner, repo] = from.repository?.split("/") ?? [];
  if (owner === undefined || repo === undefined)
    return { accounts: [], unknown: "its fork is gone, so that nobody can say who pushed to it" };
  return asking(`see who pushed to ${from.repository}`, "contents: read", async () => {
    try {
      const moves: BranchMove[] = [];
      const asked = { owner, repo, ref: `refs/heads/${from.branch}`, per_page: 100 };
      for await (const { data } of octokit.paginate.iterator(octokit.rest.repos.listActivities, asked)) {
        moves.push(...data.map(moveOf));
        if (moves.length >= maxMoves) break;
      }
      return pushersOf(head, commits, moves);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return { accounts: [], unknown: `${from.repository} does not show who pushed to it` };
    }
  });
};

/** Ten pages; moves on later pages count as unknown. */
const maxMoves = 1000;

type Activity = {
  readonly before: string;
  readonly after: string;
  readonly activity_type: string;
  readonly actor: Parameters<typeof accountOf>[0];
};

const moveOf = ({ before, after, activity_type, actor }: Activity): BranchMove => ({
  before,
  after,
  by: accountOf(actor),
  forced: activity_type === "force_push",
});
