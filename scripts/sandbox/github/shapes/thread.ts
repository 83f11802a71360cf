import type { Comment } from "../records.ts";
import { fullName, type Repository, type Thread } from "../repository.ts";
import type { World } from "../world.ts";
import { ranks, roleOf } from "../world.ts";
import { nodeId } from "./node-id.ts";
import { userShape } from "./user.ts";

export const association = (repository: Repository, login: string): string => {
  if (login === repository.owner) return "OWNER";
  return ranks[roleOf(repository, login)] > ranks.read ? "COLLABORATOR" : "NONE";
};

export const labelShape = (world: World, repository: Repository, name: string) => ({
  id: [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000_007, 7),
  node_id: nodeId("Label", name),
  url: `${world.url()}/repos/${fullName(repository)}/labels/${encodeURIComponent(name)}`,
  name,
  description: "",
  color: "ededed",
  default: false,
});

/** An issue, or a pull request as the issue it also is. */
export const issueShape = (world: World, repository: Repository, thread: Thread) => {
  const api = `${world.url()}/repos/${fullName(repository)}`;
  const url = `${api}/issues/${thread.number}`;
  const html = `${world.url()}/${fullName(repository)}/${thread.pull === undefined ? "issues" : "pull"}/${thread.number}`;
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: thread.id,
    node_id: nodeId("Issue", thread.id),
    number: thread.number,
    title: thread.title,
    user: userShape(world, thread.author),
    labels: thread.labels.map((label) => labelShape(world, repository, label)),
    state: thread.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: repository.comments.filter((comment) => comment.number === thread.number).length,
    created_at: thread.createdAt,
    updated_at: thread.updatedAt,
    closed_at: thread.closedAt,
    author_association: association(repository, thread.author),
    active_lock_reason: null,
    body: thread.body,
    performed_via_github_app: null,
    ...(thread.pull === undefined
      ? {}
      : {
          pull_request: {
            url: `${api}/pulls/${thread.number}`,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: thread.pull.merged?.at ?? null,
          },
        }),
  };
};

export const commentShape = (world: World, repository: Repository, comment: Comment) => {
  const api = `${world.url()}/repos/${fullName(repository)}`;
  const thread = repository.threads.find((each) => each.number === comment.number);
  const page = thread?.pull === undefined ? "issues" : "pull";
  return {
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${world.url()}/${fullName(repository)}/${page}/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.number}`,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: userShape(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.author),
    body: comment.body,
    performed_via_github_app: null,
  };
};
