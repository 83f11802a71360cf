import type { Suggestion } from "../../core/view/suggestion.ts";
import { asking, type Repo } from "./octokit.ts";

type OfHead = { readonly pullRequest: number; readonly head: string; readonly suggestions: readonly Suggestion[] };

/**
 * One review with all that is new, so that people are mailed once. A suggestion that stands at its line already is
 * not made again; GitHub itself folds outdated ones. Gives how many were made.
 */
export const suggestOn = async (
  { octokit, owner, repo }: Repo,
  bot: string,
  { pullRequest, head, suggestions }: OfHead,
): Promise<number> => {
  if (suggestions.length === 0) return 0;
  return asking("suggest changes on the pull request", "pull-requests: write", async () => {
    const at = { owner, repo, pull_number: pullRequest };
    const before = await octokit.paginate(octokit.rest.pulls.listReviewComments, { ...at, per_page: 100 });
    const standing = new Set(
      before.flatMap(({ user, path, line, body }) =>
        user?.login === bot && typeof line === "number" ? [keyOf({ path, line, body })] : [],
      ),
    );
    const fresh = suggestions
      .map(({ path, line, body }) => ({ path, line, body: `${suggestionMarker}\n${body}` }))
      .filter((one) => !standing.has(keyOf(one)));
    if (fresh.length === 0) return 0;
    const comments = fresh.map((one) => ({ ...one, side: "RIGHT" }));
    await octokit.rest.pulls.createReview({ ...at, commit_id: head, event: "COMMENT", body: reviewWords, comments });
    return fresh.length;
  });
};

const reviewWords =
  "Each suggestion changes one line, for the reason beside it. A click commits it, and the check runs anew.";
const suggestionMarker = "<!-- shrek:suggestion -->";
const keyOf = ({ path, line, body }: Suggestion): string => JSON.stringify([path, line, body]);
