import type { Suggestion } from "../../core/markdown/suggestion.ts";
import { asking, type Repo } from "./octokit.ts";

type OfHead = { readonly pullRequest: number; readonly head: string; readonly suggestions: readonly Suggestion[] };

/**
 * One review with all that is new, so that people get one mail. A suggestion that is at its line already is not made
 * again, and one of ours that no problem carries any more is deleted: GitHub folds only those whose own line changed,
 * and the cure may be on another line. Gives how many were made.
 */
export const suggestOn = async (
  { octokit, owner, repo }: Repo,
  bot: string,
  { pullRequest, head, suggestions }: OfHead,
): Promise<number> =>
  asking("suggest changes on the pull request", "pull-requests: write", async () => {
    const at = { owner, repo, pull_number: pullRequest };
    const before = await octokit.paginate(octokit.rest.pulls.listReviewComments, { ...at, per_page: 100 });
    const wanted = suggestions.map(({ path, line, body }) => ({ path, line, body: `${suggestionMarker}\n${body}` }));
    const meant = new Set(wanted.map(keyOf));
    const present = new Set<string>();
    for (const { id, user, path, line, body } of before) {
      if (user?.login !== bot || !body.startsWith(suggestionMarker)) continue;
      const key = typeof line === "number" ? keyOf({ path, line, body }) : undefined;
      if (key !== undefined && meant.has(key)) present.add(key);
      else await octokit.rest.pulls.deleteReviewComment({ owner, repo, comment_id: id });
    }
    const fresh = wanted.filter((one) => !present.has(keyOf(one)));
    if (fresh.length === 0) return 0;
    const comments = fresh.map((one) => ({ ...one, side: "RIGHT" }));
    await octokit.rest.pulls.createReview({ ...at, commit_id: head, event: "COMMENT", body: reviewText, comments });
    return fresh.length;
  });

const reviewText =
  "Each suggestion changes one line, for the reason beside it. A click commits it, and the check runs anew. One whose reason is gone is taken away.";
const suggestionMarker = "<!-- shrek:suggestion -->";
const keyOf = ({ path, line, body }: Suggestion): string => JSON.stringify([path, line, body]);
