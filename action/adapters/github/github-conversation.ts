import type { Conversation, Slot } from "../../ports/conversation.ts";
import { asking, type Repo } from "./octokit.ts";

/**
 * One comment a slot, found by a marker that only counts in comments of our own: a stranger who writes the marker gets
 * no say. `bot` is the login under which this job writes, `github-actions[bot]` without a GitHub App.
 */
export const githubConversation = ({ octokit, owner, repo }: Repo, bot: string): Conversation => {
  const at = { owner, repo };
  const mine = async (
    pullRequest: number,
    slot: Slot,
  ): Promise<{ readonly id: number; readonly body: string } | undefined> => {
    const comments = await octokit.paginate(octokit.rest.issues.listComments, {
      ...at,
      issue_number: pullRequest,
      per_page: 100,
    });
    const found = comments.find(({ user, body }) => user?.login === bot && body?.startsWith(marker(slot)) === true);
    return found === undefined ? undefined : { id: found.id, body: found.body ?? "" };
  };
  return {
    say: (pullRequest, slot, markdown) =>
      asking("comment on the pull request", "pull-requests: write", async () => {
        const body = `${marker(slot)}\n${markdown}`;
        const before = await mine(pullRequest, slot);
        if (before?.body === body) return false;
        if (before === undefined) await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest, body });
        else await octokit.rest.issues.updateComment({ ...at, comment_id: before.id, body });
        return true;
      }),
    reply: (pullRequest, markdown) =>
      asking("comment on the pull request", "issues: write", async () => {
        await octokit.rest.issues.createComment({ ...at, issue_number: pullRequest, body: markdown });
      }),
    react: (commentId, reaction) =>
      asking("react to the comment", "issues: write", async () => {
        await octokit.rest.reactions.createForIssueComment({ ...at, comment_id: commentId, content: reaction });
      }),
  };
};

const marker = (slot: Slot): string => `<!-- shrek:${slot} -->`;
