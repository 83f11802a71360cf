import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { buildSchema, type GraphQLError, type GraphQLSchema, graphql } from "graphql";
import { authenticate } from "./authenticate.ts";
import type { Answer } from "./call.ts";
import { spendContent } from "./content-limit.ts";
import { isObject, objectOf, textOf } from "./json.ts";
import { meets, needs, needText } from "./permissions.ts";
import { limitOf, spendCall, spendLimit, withLimits } from "./rate-limits.ts";
import { Refusal } from "./refusal.ts";
import { fullName, type Repository, type Thread } from "./repository.ts";
import { nodeId } from "./shapes/node-id.ts";
import type { Token } from "./tokens.ts";
import { mayPush, roleOf, type World } from "./world.ts";

/** GitHub pins three issues of a repository at most. */
const maxPinned = 3;

/** GitHub's own schema, cut down to what is served: a query that it refuses is refused here. */
let schema: GraphQLSchema | undefined;

type Context = { readonly world: World; readonly token: Token };

export const answerGraphql = async (world: World, request: IncomingMessage, bytes: Buffer): Promise<Answer> => {
  const token = authenticate(world, request.headers);
  const body: unknown = JSON.parse(bytes.toString("utf8"));
  if (!isObject(body)) throw new Refusal(400, "Problems parsing JSON");
  return withLimits(world, token, "graphql", async () => {
    const source = textOf(body["query"]);
    spendLimit(world);
    const limited = spentQuery(world, token, /^\s*mutation\b/.test(source));
    return limited ?? answerQuery({ world, token }, source, objectOf(body["variables"]));
  });
};

/** Behind the limit of the hour GitHub answers 200, with an error ("Rate limits and query limits for the GraphQL API"). */
const spentQuery = (world: World, token: Token, isWriting: boolean): Answer | undefined => {
  try {
    spendCall(world, token, "graphql", isWriting);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal) || limitOf(world, token, "graphql").remaining > 0) throw error;
    return { status: 200, body: { errors: [{ type: "RATE_LIMITED", message: error.message }] } };
  }
};

const answerQuery = async (
  contextValue: Context,
  source: string,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<Answer> => {
  schema ??= buildSchema(readFileSync(new URL("graphql-slice.graphql", import.meta.url), "utf8"));
  const rootValue = { node, pinIssue, repository };
  const { data, errors } = await graphql({ schema, source, rootValue, variableValues, contextValue });
  // GitHub answers 200 to a query that it refuses, too.
  return {
    status: 200,
    body: { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: errors.map(shown) }) },
  };
};

/** What GitHub says no with: a kind beside the words. */
class Declined extends Error {
  readonly kind: string;
  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

const shown = ({ message, path, locations, originalError }: GraphQLError) => ({
  ...(originalError instanceof Declined ? { type: originalError.kind } : {}),
  ...(path === undefined ? {} : { path }),
  ...(locations === undefined ? {} : { locations }),
  message,
});

const needed = needs("issues: write");

const pinIssue = (
  { input }: { readonly input: { readonly issueId: string; readonly clientMutationId?: string } },
  { world, token }: Context,
) => {
  const found = issueOf(world, input.issueId);
  if (found === undefined)
    throw new Declined("NOT_FOUND", `Could not resolve to a node with the global id of '${input.issueId}'`);
  const may = meets(token.permissions, needed) && mayWrite(found.repository, token);
  const call = { method: "POST", route: "/graphql pinIssue", permission: "issues: write", status: may ? 200 : 403 };
  token.calls.push(call);
  if (!may) throw new Declined("FORBIDDEN", "Resource not accessible by integration");
  const pinned = found.repository.threads.filter((each) => each.pinned).length;
  if (!found.thread.pinned && pinned >= maxPinned)
    throw new Declined("UNPROCESSABLE", `Maximum ${maxPinned} pinned issues per repository`);
  spendContent(world, token);
  found.thread.pinned = true;
  return { clientMutationId: input.clientMutationId ?? null, issue: issueFields(found.thread) };
};

const mayWrite = (repository: Repository, token: Token): boolean =>
  (token.repository === undefined || token.repository === fullName(repository)) &&
  (token.kind !== "user" || mayPush(roleOf(repository, token.login)));

const issueOf = (
  world: World,
  id: string,
): { readonly repository: Repository; readonly thread: Thread } | undefined => {
  for (const repository of world.repositories.values())
    for (const thread of repository.threads)
      if (thread.pull === undefined && nodeId("Issue", thread.id) === id) return { repository, thread };
  return undefined;
};

const repository = ({ owner, name }: { readonly owner: string; readonly name: string }, { world, token }: Context) => {
  const found = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (found === undefined) return null;
  return {
    pullRequest: ({ number }: { readonly number: number }) => mergeOf(found, token, number),
    issue: ({ number }: { readonly number: number }) => {
      const thread = found.threads.find((each) => each.number === number && each.pull === undefined);
      return thread === undefined ? null : { ...issueFields(thread), ...editsOf(token, thread) };
    },
  };
};

/** A comment of an issue or pull request; other kinds have no use here yet. */
const node = ({ id }: { readonly id: string }, { world, token }: Context) => {
  for (const repository of world.repositories.values())
    for (const { id: own, edited } of repository.comments)
      if (nodeId("IssueComment", own) === id) {
        const need = toReadComments.find((each) => meets(token.permissions, each));
        const permission = needText(need ?? toReadComments[0]);
        const status = need === undefined ? 403 : 200;
        token.calls.push({ method: "POST", route: "/graphql node", permission, status });
        if (need === undefined) throw new Declined("FORBIDDEN", "Resource not accessible by integration");
        const editor =
          edited === undefined ? null : { __typename: "User", id: nodeId("User", edited.by), login: edited.by };
        return { __typename: "IssueComment", id, lastEditedAt: edited?.at ?? null, editor };
      }
  throw new Declined("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
};

const toReadComments = [needs("pull-requests: read"), needs("issues: read")] as const;

const toRead = needs("pull-requests: read");

const mergeOf = (from: Repository, token: Token, number: number) => {
  const may = meets(token.permissions, toRead);
  const call = { method: "POST", route: "/graphql pullRequest", permission: "pull-requests: read" };
  token.calls.push({ ...call, status: may ? 200 : 403 });
  if (!may) throw new Declined("FORBIDDEN", "Resource not accessible by integration");
  const pull = from.threads.find((each) => each.number === number)?.pull;
  if (pull === undefined) return null;
  return { number, mergeCommit: pull.merged === undefined ? null : { oid: pull.mergeSha } };
};

const toReadIssues = needs("issues: read");

const editsOf = (token: Token, { id, edits }: Thread) => ({
  lastEditedAt: edits[0]?.at ?? null,
  userContentEdits: ({ first = 100 }: { readonly first?: number }) => {
    const may = meets(token.permissions, toReadIssues);
    const call = { method: "POST", route: "/graphql userContentEdits", permission: "issues: read" };
    token.calls.push({ ...call, status: may ? 200 : 403 });
    if (!may) throw new Declined("FORBIDDEN", "Resource not accessible by integration");
    return {
      totalCount: edits.length,
      nodes: edits.slice(0, first).map(({ by, at }, index) => ({
        id: nodeId("UserContentEdit", `${id}-${index}`),
        editedAt: at,
        editor: {
          __typename: by.endsWith("[bot]") ? "Bot" : "User",
          id: nodeId(by.endsWith("[bot]") ? "Bot" : "User", by),
          login: by.replace(/\[bot\]$/, ""),
        },
      })),
    };
  },
});

const issueFields = (thread: Thread) => ({
  id: nodeId("Issue", thread.id),
  number: thread.number,
  isPinned: thread.pinned,
});
