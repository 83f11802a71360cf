import type { Review, ReviewComment } from "../records.ts";
import { fullName, type PullThread, type Repository } from "../repository.ts";
import type { World } from "../world.ts";
import { commitsOf } from "./commit.ts";
import { changesSince } from "./diff.ts";
import { nodeId } from "./node-id.ts";
import { repositoryShape } from "./repository.ts";
import { association, issueShape } from "./thread.ts";
import { userShape } from "./user.ts";

export const pullShape = (world: World, repository: Repository, thread: PullThread) => {
  const { pull } = thread;
  const api = `${world.url()}/repos/${fullName(repository)}`;
  const url = `${api}/pulls/${thread.number}`;
  const issue = issueShape(world, repository, thread);
  const statuses = `${api}/statuses/${pull.head.sha}`;
  const comment = `${api}/pulls/comments{/number}`;
  return {
    url,
    id: thread.id,
    node_id: nodeId("PullRequest", thread.id),
    html_url: issue.html_url,
    diff_url: `${issue.html_url}.diff`,
    patch_url: `${issue.html_url}.patch`,
    issue_url: issue.url,
    number: thread.number,
    state: thread.state,
    locked: false,
    title: thread.title,
    user: issue.user,
    body: thread.body,
    created_at: thread.createdAt,
    updated_at: thread.updatedAt,
    closed_at: thread.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: issue.labels,
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: comment,
    comments_url: issue.comments_url,
    statuses_url: statuses,
    head: endShape(world, pull.head.repository, pull.head.ref, pull.head.sha),
    base: endShape(world, repository, pull.base.ref, pull.base.sha),
    _links: {
      self: { href: url },
      html: { href: issue.html_url },
      issue: { href: issue.url },
      comments: { href: issue.comments_url },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: comment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(repository, thread.author),
    auto_merge: null,
    active_lock_reason: null,
  };
};

const endShape = (world: World, repository: Repository, ref: string, sha: string) => ({
  label: `${repository.owner}:${ref}`,
  ref,
  sha,
  user: userShape(world, repository.owner),
  repo: repositoryShape(world, repository),
});

/** With what only the pull request's own page counts. */
export const fullPullShape = async (world: World, repository: Repository, thread: PullThread) => {
  const { base, head, merged, mergeSha, reviews } = thread.pull;
  const changes = await changesSince(repository, base.sha, head.sha);
  return {
    ...pullShape(world, repository, thread),
    merged: merged !== undefined,
    mergeable: merged === undefined ? mergeSha !== null : null,
    rebaseable: null,
    mergeable_state: merged !== undefined ? "unknown" : mergeSha === null ? "dirty" : "clean",
    merged_by: merged === undefined ? null : userShape(world, merged.by),
    comments: repository.comments.filter((comment) => comment.number === thread.number).length,
    review_comments: reviews.reduce((sum, review) => sum + review.comments.length, 0),
    maintainer_can_modify: false,
    commits: (await commitsOf(repository, thread.pull)).length,
    additions: changes.reduce((sum, change) => sum + change.additions, 0),
    deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
    changed_files: changes.length,
  };
};

export const reviewShape = (world: World, repository: Repository, thread: PullThread, review: Review) => {
  const pull = pullShape(world, repository, thread);
  const html = `${pull.html_url}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: userShape(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull.url,
    author_association: association(repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pull.url } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
  };
};

export const reviewCommentShape = (
  world: World,
  repository: Repository,
  thread: PullThread,
  review: Review,
  comment: ReviewComment,
) => {
  const api = `${world.url()}/repos/${fullName(repository)}`;
  const pull = `${api}/pulls/${thread.number}`;
  const html = `${world.url()}/${fullName(repository)}/pull/${thread.number}#discussion_r${comment.id}`;
  const url = `${api}/pulls/comments/${comment.id}`;
  return {
    url,
    pull_request_review_id: review.id,
    id: comment.id,
    node_id: nodeId("PullRequestReviewComment", comment.id),
    diff_hunk: "",
    path: comment.path,
    commit_id: review.commit,
    original_commit_id: review.commit,
    user: userShape(world, review.author),
    body: comment.body,
    created_at: review.submittedAt,
    updated_at: review.submittedAt,
    html_url: html,
    pull_request_url: pull,
    author_association: association(repository, review.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    line: comment.line,
    side: "RIGHT",
    ...(comment.startLine === undefined ? {} : { start_line: comment.startLine, start_side: "RIGHT" }),
  };
};
