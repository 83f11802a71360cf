import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { gitEnvironment } from "./git.ts";
import { watchMoves } from "./moves.ts";
import { meets, needs, needText } from "./permissions.ts";
import { Refusal } from "./refusal.ts";
import { fullName, type Repository } from "./repository.ts";
import type { Token } from "./tokens.ts";
import { repositoryNamed, roleOf, type World } from "./world.ts";

export type GitCall = {
  readonly owner: string;
  readonly name: string;
  readonly rest: string;
  readonly service: "git-upload-pack" | "git-receive-pack";
};

/** `undefined`: not one of git's addresses. */
export const gitCall = (url: URL): GitCall | undefined => {
  const [, owner, name, rest] =
    /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname) ?? [];
  if (owner === undefined || name === undefined || rest === undefined) return undefined;
  const asked = rest === "info/refs" ? url.searchParams.get("service") : rest;
  return { owner, name, rest, service: asked === "git-receive-pack" ? "git-receive-pack" : "git-upload-pack" };
};

/** git's own CGI does the talking; the token decides whether it starts. */
export const answerGit = async (
  world: World,
  call: GitCall,
  token: Token,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> => {
  const repository = repositoryNamed(world, call.owner, call.name);
  judge(repository, call, token);
  const work = () => cgi(repository, call, request, body);
  const answer = await (call.rest === "git-receive-pack" ? watchMoves(world, repository, token, work) : work());
  token.calls.push({
    method: request.method ?? "",
    route: call.service,
    permission: needText(needOf(call)),
    status: answer.status,
  });
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
};

const needOf = (call: GitCall) => needs(call.service === "git-receive-pack" ? "contents: write" : "contents: read");

const judge = (repository: Repository, call: GitCall, token: Token): void => {
  const role = roleOf(repository, token.login);
  const person =
    token.kind !== "user" ||
    role === "admin" ||
    role === "write" ||
    (call.service === "git-upload-pack" && role === "read");
  const elsewhere = token.repository !== undefined && token.repository !== fullName(repository);
  if (meets(token.permissions, needOf(call)) && person && !elsewhere) return;
  token.calls.push({ method: "POST", route: call.service, permission: needText(needOf(call)), status: 403 });
  throw new Refusal(403, `Permission to ${fullName(repository)}.git denied to ${token.login}.`);
};

type CgiAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const cgi = (repository: Repository, call: GitCall, request: IncomingMessage, given: Buffer): Promise<CgiAnswer> =>
  new Promise((resolve, reject) => {
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(given) : given;
    const child = spawn("git", ["http-backend"], {
      env: {
        ...gitEnvironment,
        GIT_PROJECT_ROOT: repository.dir,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: `/${call.rest}`,
        QUERY_STRING: call.rest === "info/refs" ? `service=${call.service}` : "",
        REQUEST_METHOD: request.method ?? "GET",
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        CONTENT_LENGTH: String(body.length),
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        REMOTE_USER: "sandbox",
      },
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.stdin.on("error", () => undefined);
    child.on("error", reject);
    child.on("close", () => resolve(readCgi(Buffer.concat(parts))));
    child.stdin.end(body);
  });

const readCgi = (output: Buffer): CgiAnswer => {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, Math.max(0, end)).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const { status = "200", ...rest } = headers;
  return { status: Number(status.split(" ")[0]), headers: rest, body: output.subarray(end + 4) };
};
