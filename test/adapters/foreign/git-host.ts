import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyRepository, runGit } from "../../contracts/git-place.ts";

/** A host of git repositories: real git behind a real server, reached under an https address as `insteadOf` leads there. */
export type GitHost = {
  readonly dir: string;
  readonly url: string;
  readonly repository: string;
  /** How often it was asked. */
  asked(): number;
  /** What the environment of a process must say to reach it. */
  readonly env: Readonly<Record<string, string>>;
  git(...args: readonly string[]): Promise<string>;
  /** Writes files, commits, and returns the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** Every later answer is this one. */
  answer(listener: RequestListener): void;
  close(): Promise<void>;
};

export const gitHost = async (): Promise<GitHost> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-host-"));
  const work = join(dir, "served/macros.git");
  await mkdir(join(dir, "served"));
  await rename(await emptyRepository(), work);
  await appendFile(join(work, ".git/config"), "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n");
  let asked = 0;
  let listener: RequestListener = (request, response) => void backend(join(dir, "served"), request, response);
  const server = createServer((request, response) => {
    asked++;
    listener(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await closed(server);
  };
  onTestFinished(async () => {
    await close();
    await rm(dir, { recursive: true, force: true });
  });
  return {
    dir,
    url: "https://git.example.org/macros.git",
    repository: work,
    asked: () => asked,
    env: {
      GIT_ALLOW_PROTOCOL: "https:http",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `url.http://127.0.0.1:${port}/.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://git.example.org/",
    },
    git: (...args) => runGit(work, ...args),
    commit: (files) => commitTexts(work, files),
    answer: (other) => {
      listener = other;
    },
    close,
  };
};

/** For adapters that run in the test's own process. */
export const reach = ({ env }: GitHost): void => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
};

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const program = join(execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(), "git-http-backend");

/** CGI, as web servers run git's own program. */
export const backend = async (root: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? "/", "http://host");
  const child = spawn(program, [], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      HTTP_CONTENT_ENCODING: String(request.headers["content-encoding"] ?? ""),
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      REMOTE_ADDR: "127.0.0.1",
    },
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => undefined); // a client that left
  const output = await bytesOf(child);
  const end = output.indexOf("\r\n\r\n");
  const headers = output
    .subarray(0, end)
    .toString("latin1")
    .split("\r\n")
    .map((line) => line.split(": ") as [string, string]);
  const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
  response.writeHead(Number(status.slice(0, 3)), Object.fromEntries(headers.filter(([name]) => name !== "Status")));
  response.end(output.subarray(end + 4));
};

const bytesOf = async (child: ChildProcess): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  return Buffer.concat(chunks);
};
