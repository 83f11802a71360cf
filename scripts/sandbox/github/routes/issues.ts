import { type Call, created, noContent, ok, type Route } from "../call.ts";
import { listOf, objectOf, textOf } from "../json.ts";
import { paged } from "../pages.ts";
import { meets, needs, type PermissionLevel } from "../permissions.ts";
import type { Comment } from "../records.ts";
import { forbidden, invalid, notFound } from "../refusal.ts";
import type { Thread } from "../repository.ts";
import { nodeId } from "../shapes/node-id.ts";
import { commentShape, issueShape, labelShape } from "../shapes/thread.ts";
import { userShape } from "../shapes/user.ts";
import { tellComment, tellIssue } from "../tell.ts";
import { judgeLength, judgeRole, newThread, threadOf } from "../threads.ts";
import { mayPush, roleOf } from "../world.ts";

// GitHub takes either permission where the issue is a pull request; of an issue `ownThread` asks for issues.
const read = { needs: [needs("pull-requests: read"), needs("issues: read")], role: "read" } as const;
const write = { needs: [needs("pull-requests: write"), needs("issues: write")], role: "read" } as const;

const create = (call: Call) => {
  const repository = call.repository();
  const thread: Thread = {
    ...newThread(call, repository, "Issue"),
    // "Only users with push access can set labels for new issues. Labels are silently dropped otherwise."
    labels: isPusher(call) ? labelNames(call.body["labels"]) : [],
    pull: undefined,
  };
  for (const label of thread.labels) repository.labels.add(label);
  repository.threads.push(thread);
  tellIssue(call, thread, "opened");
  return created(issueShape(call.world, repository, thread));
};

const labelNames = (given: unknown): readonly string[] =>
  listOf(given).map((each) => (typeof each === "string" ? each : textOf(objectOf(each)["name"])));

const isPusher = ({ token, repository }: Call): boolean =>
  token.kind !== "user" || mayPush(roleOf(repository(), token.login));

/** An issue that is no pull request asks for the permission of issues. */
const ownThread = (call: Call, level: PermissionLevel, number = call.params["issue_number"]): Thread => {
  const thread = threadOf(call, number);
  if (thread.pull === undefined && !meets(call.token.permissions, { permission: "issues", level })) throw forbidden();
  return thread;
};

const update = (call: Call) => {
  const thread = ownThread(call, "write");
  const state = call.body["state"];
  if (call.body["title"] !== undefined || call.body["body"] !== undefined) judgeRole(call, "write", thread.author);
  if (state !== undefined) judgeRole(call, "triage", thread.author);
  if (call.body["labels"] !== undefined) judgeRole(call, "triage");
  if (typeof call.body["title"] === "string") thread.title = call.body["title"];
  if (typeof call.body["body"] === "string") {
    judgeLength(call.body["body"], "Issue");
    if (thread.body !== call.body["body"]) noteEdit(call, thread);
    thread.body = call.body["body"];
  }
  if (call.body["labels"] !== undefined) thread.labels = labelNames(call.body["labels"]);
  const turned = state !== undefined && state !== thread.state;
  if (state === "open" || state === "closed") {
    thread.state = state;
    thread.closedAt = state === "open" ? null : call.world.now();
  }
  thread.updatedAt = call.world.now();
  if (thread.pull === undefined) {
    if (call.body["title"] !== undefined || call.body["body"] !== undefined) tellIssue(call, thread, "edited");
    if (turned) tellIssue(call, thread, state === "closed" ? "closed" : "reopened");
  }
  return ok(issueShape(call.world, call.repository(), thread));
};

/** The history of a body begins with who wrote it, at the first edit. */
const noteEdit = ({ token, world }: Call, thread: Thread): void => {
  const first = thread.edits.length === 0 ? [{ by: thread.author, at: thread.createdAt }] : thread.edits;
  thread.edits = [{ by: token.login, at: world.now() }, ...first];
};

const list = (call: Call) => {
  const state = call.query.get("state") ?? "open";
  const labels = (call.query.get("labels") ?? "").split(",").filter((label) => label !== "");
  const creator = call.query.get("creator");
  const found = call
    .repository()
    .threads.filter((thread) => state === "all" || thread.state === state)
    .filter((thread) => labels.every((label) => thread.labels.includes(label)))
    .filter((thread) => creator === null || creator === thread.author);
  const sorted = call.query.get("direction") === "asc" ? found : found.toReversed();
  return paged(call, sorted, (thread) => issueShape(call.world, call.repository(), thread));
};

const addLabels = (call: Call) => {
  const thread = ownThread(call, "write");
  judgeRole(call, "triage");
  thread.labels = [...new Set([...thread.labels, ...labelNames(call.body["labels"])])];
  return ok(thread.labels.map((name) => labelShape(call.world, call.repository(), name)));
};

const createComment = (call: Call) => {
  const thread = ownThread(call, "write");
  const body = textOf(call.body["body"]);
  judgeLength(body, "IssueComment");
  const now = call.world.now();
  const comment: Comment = {
    id: call.world.nextId(),
    number: thread.number,
    author: call.token.login,
    body,
    createdAt: now,
    updatedAt: now,
    edited: undefined,
    reactions: [],
  };
  call.repository().comments.push(comment);
  tellComment(call, thread, comment, "created");
  return created(commentShape(call.world, call.repository(), comment));
};

const updateComment = (call: Call) => {
  const comment = ownComment(call);
  const body = textOf(call.body["body"]);
  judgeLength(body, "IssueComment");
  comment.body = body;
  comment.updatedAt = call.world.now();
  comment.edited = { by: call.token.login, at: comment.updatedAt };
  tellComment(call, threadOf(call, String(comment.number)), comment, "edited");
  return ok(commentShape(call.world, call.repository(), comment));
};

const deleteComment = (call: Call) => {
  const { comments } = call.repository();
  const comment = ownComment(call);
  comments.splice(comments.indexOf(comment), 1);
  tellComment(call, threadOf(call, String(comment.number)), comment, "deleted");
  return noContent;
};

const commentOf = (call: Call, level: PermissionLevel): Comment => {
  const found = call.repository().comments.find((each) => each.id === Number(call.params["comment_id"]));
  if (found === undefined) throw notFound();
  ownThread(call, level, String(found.number));
  return found;
};

/** "Anyone with write access to a repository can edit comments" and delete them: the comments of others too. */
const ownComment = (call: Call): Comment => {
  const comment = commentOf(call, "write");
  const { kind, login } = call.token;
  if (kind === "user" && comment.author !== login && !mayPush(roleOf(call.repository(), login))) throw forbidden();
  return comment;
};

const listComments = (call: Call) => {
  const thread = ownThread(call, "read");
  const found = call.repository().comments.filter((comment) => comment.number === thread.number);
  return paged(call, found, (comment) => commentShape(call.world, call.repository(), comment));
};

const reactionShape = (call: Call, reaction: Comment["reactions"][number]) => ({
  id: reaction.id,
  node_id: nodeId("Reaction", reaction.id),
  user: userShape(call.world, reaction.login),
  content: reaction.content,
  created_at: reaction.createdAt,
});

/** 200 when the same person already reacted so. */
const react = (call: Call) => {
  const { reactions } = commentOf(call, "write");
  const content = textOf(call.body["content"]);
  const known = reactions.find((each) => each.login === call.token.login && each.content === content);
  if (known !== undefined) return ok(reactionShape(call, known));
  const reaction = { id: call.world.nextId(), login: call.token.login, content, createdAt: call.world.now() };
  reactions.push(reaction);
  return created(reactionShape(call, reaction));
};

const label = (call: Call) => {
  const name = call.params["name"] ?? "";
  if (!call.repository().labels.has(name)) throw notFound();
  return ok(labelShape(call.world, call.repository(), name));
};

const createLabel = (call: Call) => {
  const name = textOf(call.body["name"]);
  const { labels } = call.repository();
  if (labels.has(name)) throw invalid({ resource: "Label", code: "already_exists", field: "name" });
  labels.add(name);
  return created(labelShape(call.world, call.repository(), name));
};

export const issueRoutes = {
  "issues/create": { needs: [needs("issues: write")], role: "read", answer: create },
  "issues/update": { ...write, answer: update },
  "issues/get": {
    ...read,
    answer: (call: Call) => ok(issueShape(call.world, call.repository(), ownThread(call, "read"))),
  },
  "issues/list-for-repo": { needs: [needs("issues: read")], role: "read", answer: list },
  "issues/get-label": { needs: [needs("issues: read"), needs("pull-requests: read")], role: "read", answer: label },
  "issues/create-label": {
    needs: [needs("issues: write"), needs("pull-requests: write")],
    role: "write",
    answer: createLabel,
  },
  "issues/add-labels": { ...write, answer: addLabels },
  "issues/create-comment": { ...write, answer: createComment },
  "issues/update-comment": { ...write, answer: updateComment },
  "issues/delete-comment": { ...write, answer: deleteComment },
  "issues/get-comment": {
    ...read,
    answer: (call: Call) => ok(commentShape(call.world, call.repository(), commentOf(call, "read"))),
  },
  "issues/list-comments": { ...read, answer: listComments },
  "reactions/create-for-issue-comment": { ...write, answer: react },
  "reactions/list-for-issue-comment": {
    ...read,
    answer: (call: Call) => paged(call, commentOf(call, "read").reactions, (each) => reactionShape(call, each)),
  },
} satisfies Readonly<Record<string, Route>>;
