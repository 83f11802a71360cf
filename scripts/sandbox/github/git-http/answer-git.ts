import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { tryGit } from "../git.ts";
import { watchMoves } from "../moves.ts";
import { lookUp } from "../objects.ts";
import { meets, needs, needText } from "../permissions.ts";
import { allRefs } from "../refs.ts";
import { Refusal } from "../refusal.ts";
import { fullName, type Repository } from "../repository.ts";
import { judgedPush } from "../rules/judge-push.ts";
import type { Token } from "../tokens.ts";
import { mayPush, repositoryNamed, roleOf, type World } from "../world.ts";
import { packet, packetsIn } from "./packets.ts";
import { sentPack } from "./sent-pack.ts";

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

/** git does the talking; the token decides whether it starts. */
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
  const given = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
  const work = async (): Promise<GitAnswer> => {
    if (call.rest !== "git-receive-pack") return serve(repository, call, request, given);
    const headers = { "content-type": "application/x-git-receive-pack-result", "cache-control": noCache };
    return { status: 200, headers, body: await judgedPush(world, repository, token, given) };
  };
  const answer = await (call.rest === "git-receive-pack" ? watchMoves(world, repository, token, work) : work());
  token.calls.push({
    method: request.method ?? "",
    route: call.service,
    permission: needText(needOf(call)),
    status: answer.status,
    bytes: answer.body.length,
  });
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
};

const needOf = (call: GitCall) => needs(call.service === "git-receive-pack" ? "contents: write" : "contents: read");

const judge = (repository: Repository, call: GitCall, token: Token): void => {
  const role = roleOf(repository, token.login);
  const person = token.kind !== "user" || mayPush(role) || (call.service === "git-upload-pack" && role !== "none");
  const elsewhere = token.repository !== undefined && token.repository !== fullName(repository);
  if (meets(token.permissions, needOf(call)) && person && !elsewhere) return;
  token.calls.push({ method: "POST", route: call.service, permission: needText(needOf(call)), status: 403 });
  throw new Refusal(403, `Permission to ${fullName(repository)}.git denied to ${token.login}.`);
};

const noCache = "no-cache, max-age=0, must-revalidate";

type GitAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** What `git http-backend` does, without its three processes around the one that works. */
const serve = async (
  repository: Repository,
  call: GitCall,
  request: IncomingMessage,
  given: Buffer,
): Promise<GitAnswer> => {
  const protocol = String(request.headers["git-protocol"] ?? "");
  const second = /\bversion=2\b/.test(protocol) && call.service === "git-upload-pack";
  const asked = call.rest === "info/refs";
  const served = async (): Promise<Buffer> => {
    const args = [call.service.slice("git-".length), "--stateless-rpc", ...(asked ? ["--advertise-refs"] : []), "."];
    return (await tryGit(repository.dir, args, { input: given, env: { GIT_PROTOCOL: protocol } })).bytes;
  };
  const bytes = await (second && asked
    ? (abilities ??= served())
    : ((second ? await listRefs(repository.dir, given) : undefined) ?? brought(repository.dir, given, served)));
  const first = asked && !/\bversion=2\b/.test(protocol) ? Buffer.from(announcement(call.service)) : Buffer.alloc(0);
  return {
    status: 200,
    headers: {
      "content-type": `application/x-${call.service}-${asked ? "advertisement" : "result"}`,
      "cache-control": noCache,
    },
    body: Buffer.concat([first, bytes]),
  };
};

/** What a fetch brings is named by ids: who asks the same again gets the same, mostly without git's two processes. */
const brought = async (dir: string, asked: Buffer, serveIt: () => Promise<Buffer>): Promise<Buffer> => {
  if (!/^....command=fetch/.test(asked.toString("latin1", 0, 20))) return serveIt();
  const key = `${dir} ${asked.toString("latin1")}`;
  const answer = packs.get(key) ?? sentPack(dir, asked).then((pack) => pack ?? serveIt());
  packs.set(key, answer);
  // What is not there may come, and what failed may succeed.
  const isKept = await answer.then(
    (pack) => pack.includes("packfile\n"),
    () => false,
  );
  if (!isKept) packs.delete(key);
  return answer;
};
const packs = new Map<string, Promise<Buffer>>();

/** Version 2 announces what git can do, and nothing of the repository: asked once. */
let abilities: Promise<Buffer> | undefined;

/** A packet with its length, and an empty one: how version 0 of the protocol begins over HTTP. */
const announcement = (service: GitCall["service"]): string => {
  const line = `# service=${service}\n`;
  return `${(line.length + 4).toString(16).padStart(4, "0")}${line}0000`;
};

/**
 * git's answer to `ls-refs` of its protocol's version 2, without a process: half of all questions are this one.
 * `undefined`: something else is asked, or a repository without a commit, which git answers in its own way.
 */
const listRefs = async (dir: string, asked: Buffer): Promise<Buffer | undefined> => {
  const lines = packetsIn(asked);
  if (lines[0] !== "command=ls-refs") return undefined;
  const prefixes = lines.flatMap((line) => (line.startsWith("ref-prefix ") ? [line.slice("ref-prefix ".length)] : []));
  const refs = allRefs(dir);
  const head = readFileSync(join(dir, "HEAD"), "utf8")
    .trim()
    .replace(/^ref: /, "");
  const at = refs.get(head);
  if (at === undefined) return undefined;
  const shown = [["HEAD", at] as const, ...refs].filter(
    ([name]) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)),
  );
  const rows = shown.map(async ([name, id]) => {
    const target = name === "HEAD" && lines.includes("symrefs") ? ` symref-target:${head}` : "";
    return packet(`${id} ${name}${target}${lines.includes("peel") ? await peeled(dir, name, id) : ""}\n`);
  });
  return Buffer.from(`${(await Promise.all(rows)).join("")}0000`);
};

/** What an annotated tag is of. */
const peeled = async (dir: string, name: string, id: string): Promise<string> => {
  if (!name.startsWith("refs/tags/")) return "";
  const { sha = id } = (await lookUp(dir, `${id}^{}`)) ?? {};
  return sha === id ? "" : ` peeled:${sha}`;
};
