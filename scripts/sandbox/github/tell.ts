import type { Call } from "./call.ts";
import type { JsonObject } from "./json.ts";
import { example, overlay, payload } from "./payloads.ts";
import type { Comment, Review } from "./records.ts";
import type { PullThread, Thread } from "./repository.ts";
import { fullPullShape, reviewShape } from "./shapes/pull.ts";
import { commentShape, issueShape } from "./shapes/thread.ts";
import { emit } from "./world.ts";

/** Who acts, by a call or on a page. */
export type Caller = Pick<Call, "world" | "repository" | "token">;

const tell = (call: Caller, name: string, from: JsonObject, ours: JsonObject): void =>
  emit(
    call.world,
    call.repository(),
    call.token,
    name,
    payload(call.world, call.repository(), call.token.login, from, ours),
  );

export const tellPull = async (
  call: Call,
  thread: PullThread,
  action: "opened" | "closed" | "reopened" | "edited",
): Promise<void> => {
  const from = example("pull_request", action);
  const shape = await fullPullShape(call.world, call.repository(), thread);
  tell(call, "pull_request", from, {
    action,
    number: thread.number,
    pull_request: overlay(from, "pull_request", shape),
  });
};

export const tellIssue = (call: Caller, thread: Thread, action: "opened" | "edited" | "closed" | "reopened"): void => {
  const from = example("issues", action);
  tell(call, "issues", from, {
    action,
    issue: overlay(from, "issue", issueShape(call.world, call.repository(), thread)),
  });
};

export const tellComment = (
  call: Call,
  thread: Thread,
  comment: Comment,
  action: "created" | "edited" | "deleted",
): void => {
  const from = example("issue_comment", action);
  tell(call, "issue_comment", from, {
    action,
    issue: overlay(from, "issue", issueShape(call.world, call.repository(), thread)),
    comment: overlay(from, "comment", commentShape(call.world, call.repository(), comment)),
  });
};

export const tellReview = async (call: Call, thread: PullThread, review: Review): Promise<void> => {
  const from = example("pull_request_review", "submitted");
  tell(call, "pull_request_review", from, {
    action: "submitted",
    review: overlay(from, "review", {
      ...reviewShape(call.world, call.repository(), thread, review),
      state: review.state.toLowerCase(),
    }),
    pull_request: overlay(from, "pull_request", await fullPullShape(call.world, call.repository(), thread)),
  });
};
