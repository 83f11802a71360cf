import type { Call } from "./call.ts";
import { textOf } from "./json.ts";
import type { Role } from "./records.ts";
import { forbidden, invalid, notFound } from "./refusal.ts";
import type { PullThread, Repository, Thread } from "./repository.ts";
import { ranks, roleOf } from "./world.ts";

export const threadOf = (call: Call, number: string | undefined): Thread => {
  const thread = call.repository().threads.find((each) => each.number === Number(number));
  if (thread === undefined) throw notFound();
  return thread;
};

export const pullOf = (call: Call): PullThread => {
  const thread = threadOf(call, call.params["pull_number"]);
  if (!isPull(thread)) throw notFound();
  return thread;
};

export const isPull = (thread: Thread): thread is PullThread => thread.pull !== undefined;

const nextNumber = (repository: Repository): number => repository.threads.length + 1;

export const maxBodyLength = 65_536;

/** What users of GitHub run into: characters, not bytes. */
export const judgeLength = (body: string | null, resource: "Issue" | "IssueComment" | "PullRequest"): void => {
  if (body === null || body.length <= maxBodyLength) return;
  const words = `is too long (maximum is ${maxBodyLength} characters)`;
  // As people report them: vebr/jest-lcov-reporter#14 of a comment, trstringer/manual-approval#89 of an issue.
  throw invalid(
    resource === "IssueComment"
      ? { resource, code: "unprocessable", field: "data", message: `Body ${words}` }
      : { resource, code: "custom", field: "body", message: `body ${words}` },
  );
};

/** What an issue and a pull request have in common when somebody opens one. */
export const newThread = (
  call: Pick<Call, "world" | "token" | "body">,
  repository: Repository,
  resource: "Issue" | "PullRequest",
): Omit<Thread, "pull"> => {
  const body = call.body["body"] === undefined ? null : textOf(call.body["body"]);
  judgeLength(body, resource);
  const now = call.world.now();
  return {
    id: call.world.nextId(),
    number: nextNumber(repository),
    author: call.token.login,
    title: textOf(call.body["title"]),
    body,
    state: "open",
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    labels: [],
    edits: [],
    pinned: false,
  };
};

/** What a person may do with others' words depends on the role; with own ones nobody is asked. */
export const judgeRole = ({ token, repository }: Call, least: Role, author?: string): void => {
  if (token.kind !== "user" || token.login === author) return;
  if (ranks[roleOf(repository(), token.login)] < ranks[least]) throw forbidden("Must have admin rights to Repository.");
};
