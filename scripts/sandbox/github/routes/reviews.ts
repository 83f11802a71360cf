import { type Call, noContent, ok, type Route } from "../call.ts";
import { git } from "../git.ts";
import { listOf, objectOf, textOf } from "../json.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import type { Review, ReviewComment } from "../records.ts";
import { notFound, unprocessable } from "../refusal.ts";
import type { PullThread } from "../repository.ts";
import { commitsOf } from "../shapes/commit.ts";
import { changesSince } from "../shapes/diff.ts";
import { reviewCommentShape, reviewShape } from "../shapes/pull.ts";
import { tellReview } from "../tell.ts";
import { isPull, maxBodyLength, pullOf } from "../threads.ts";

const read = { needs: [needs("pull-requests: read")], role: "read" } as const;
const write = { needs: [needs("pull-requests: write")], role: "read" } as const;
const states = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

const create = async (call: Call) => {
  const thread = pullOf(call);
  const event = textOf(call.body["event"], "PENDING");
  const body = textOf(call.body["body"]);
  judgeReviewLength(body);
  if (event === "APPROVE" && thread.author === call.token.login)
    throw unprocessable("Can not approve your own pull request");
  if (event === "APPROVE" && call.token.kind === "workflow")
    throw unprocessable("GitHub Actions is not permitted to approve pull requests.");
  const given = listOf(call.body["comments"]).map(objectOf);
  const commit = textOf(call.body["commit_id"], thread.pull.head.sha);
  if (!(await isCommitOf(call, thread, commit))) throw unprocessable("commit_id is not part of the pull request");
  if (event !== "APPROVE" && body === "" && given.length === 0)
    throw unprocessable("Pull request review body can't be blank");
  const lines = given.length === 0 ? new Map<string, ReadonlySet<number>>() : await linesInDiff(call, thread);
  const comments: ReviewComment[] = given.map((comment) => {
    const path = textOf(comment["path"]);
    const line = Number(comment["line"] ?? Number.NaN);
    const startLine = comment["start_line"] === undefined ? undefined : Number(comment["start_line"]);
    if (textOf(comment["body"]) === "") throw unprocessable("Pull request review body can't be blank");
    judgeReviewLength(textOf(comment["body"]));
    for (const each of [line, ...(startLine === undefined ? [] : [startLine])])
      if (!(lines.get(path)?.has(each) ?? false))
        throw unprocessable(
          lines.has(path)
            ? "Pull request review thread line must be part of the diff and Pull request review thread diff hunk can't be blank"
            : "Pull request review thread path is invalid and Pull request review thread diff hunk can't be blank",
        );
    return { id: call.world.nextId(), path, line, startLine, body: textOf(comment["body"]) };
  });
  const state = Object.entries(states).find(([name]) => name === event)?.[1] ?? "PENDING";
  const review: Review = {
    id: call.world.nextId(),
    author: call.token.login,
    body,
    state,
    commit,
    submittedAt: call.world.now(),
    comments,
  };
  thread.pull.reviews.push(review);
  if (state !== "PENDING") await tellReview(call, thread, review);
  return ok(reviewShape(call.world, call.repository(), thread, review));
};

const judgeReviewLength = (body: string): void => {
  if (body.length > maxBodyLength) throw unprocessable(`Body is too long (maximum is ${maxBodyLength} characters)`);
};

const isCommitOf = async (call: Call, { pull }: PullThread, commit: string): Promise<boolean> => {
  if (commit === pull.head.sha) return true;
  return (await commitsOf(call.repository(), pull)).some(({ sha }) => sha === commit);
};

/** Lines of the new file that the diff shows: GitHub takes comments and suggestions nowhere else. */
const linesInDiff = async (call: Call, { pull }: PullThread): Promise<ReadonlyMap<string, ReadonlySet<number>>> => {
  const repository = call.repository();
  const changes = await changesSince(repository, pull.base.sha, pull.head.sha);
  return new Map(changes.map((change) => [change.filename, shownLines(change.patch ?? "")]));
};

export const shownLines = (patch: string): ReadonlySet<number> => {
  const shown = new Set<number>();
  let line = 0;
  for (const text of patch.split("\n")) {
    const hunk = /^@@ -\S+ \+(\d+)/.exec(text);
    if (hunk !== null) line = Number(hunk[1]);
    else if (text.startsWith("+") || text.startsWith(" ")) shown.add(line++);
  }
  return shown;
};

const comments = async (call: Call) => {
  const thread = pullOf(call);
  const all = await Promise.all(
    thread.pull.reviews.flatMap((review) =>
      review.comments.map(async (comment) => ({ review, comment, line: await lineNow(call, thread, review, comment) })),
    ),
  );
  return paged(call, all, ({ review, comment, line }) => {
    const { line: _, ...shape } = reviewCommentShape(call.world, call.repository(), thread, review, comment);
    return { ...shape, ...(line === undefined ? {} : { line }), original_line: comment.line };
  });
};

/**
 * Where the head has the line of a comment; `undefined`: outdated, for which GitHub's description leaves it out and
 * GitHub writes `null`. GitHub follows lines that move, here they have to stay.
 */
const lineNow = async (
  call: Call,
  { pull }: PullThread,
  { commit }: Review,
  { path, line }: ReviewComment,
): Promise<number | undefined> => {
  if (commit === pull.head.sha) return line;
  const { dir } = call.repository();
  const [then, now] = await Promise.all(
    [commit, pull.head.sha].map((at) => git(dir, ["show", `${at}:${path}`]).catch(() => "")),
  );
  return then?.split("\n")[line - 1] === now?.split("\n")[line - 1] ? line : undefined;
};

/** The review stays, without it (docs.github.com/rest/pulls/comments#delete-a-review-comment-for-a-pull-request). */
const deleteComment = (call: Call) => {
  const id = Number(call.params["comment_id"]);
  for (const { pull } of call.repository().threads.filter(isPull))
    for (const [at, review] of pull.reviews.entries()) {
      const left = review.comments.filter((comment) => comment.id !== id);
      if (left.length === review.comments.length) continue;
      pull.reviews[at] = { ...review, comments: left };
      return noContent;
    }
  throw notFound();
};

const dismiss = (call: Call) => {
  const thread = pullOf(call);
  const { reviews } = thread.pull;
  const at = reviews.findIndex((review) => review.id === Number(call.params["review_id"]));
  const found = reviews[at];
  if (found === undefined) throw notFound();
  const dismissed = { ...found, state: "DISMISSED" } as const;
  reviews[at] = dismissed;
  return ok(reviewShape(call.world, call.repository(), thread, dismissed));
};

const list = (call: Call) => {
  const thread = pullOf(call);
  return paged(call, thread.pull.reviews, (review) => reviewShape(call.world, call.repository(), thread, review));
};

export const reviewRoutes = {
  "pulls/create-review": { ...write, answer: create },
  "pulls/list-reviews": { ...read, answer: list },
  "pulls/list-review-comments": { ...read, answer: comments },
  "pulls/delete-review-comment": { ...write, answer: deleteComment },
  "pulls/dismiss-review": { ...write, role: "write", answer: dismiss },
} satisfies Readonly<Record<string, Route>>;
