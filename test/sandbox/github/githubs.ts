import { execFile } from "node:child_process";
import { createSign, generateKeyPairSync } from "node:crypto";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { GithubCalls } from "../../../action/adapters/github/github-calls.ts";
import type { GithubOptions } from "../../../scripts/sandbox/github/handle.ts";
import { type GithubHandle, start } from "../../../scripts/sandbox/github/start.ts";
import { prepare } from "../../e2e/prepared.ts";

export const here = { owner: "sphenix", repo: "productions" } as const;

export const tempDir = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "sandbox-github-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

/** A sandbox of this test alone, with one commit on main and alice who may write. */
export const aGithub = async (options: Partial<GithubOptions> = {}): Promise<GithubHandle> => {
  const github = await openGithub({ dir: await tempDir(), ...options });
  onTestFinished(() => github.close());
  return github;
};

/** For several tests: whoever opens it closes it. */
export const openGithub = async (
  options: Pick<GithubOptions, "dir"> & Partial<GithubOptions>,
): Promise<GithubHandle> => {
  const begun = options.begun ?? (await begunRepository("github", async () => {}));
  const github = await start({ ...here, ...options, begun });
  for (const login of ["alice", "bob"]) github.addUser(login, "write");
  return github;
};

/** A repository with one commit on main and what this work adds, made once in a run: sandboxes begin as its copy. */
export const begunRepository = async (
  name: string,
  work: (github: GithubHandle) => Promise<unknown>,
): Promise<string> => {
  const made = await prepare(name, async (own) => {
    const github = await start({ dir: own, ...here });
    const files = { "README.md": "hello\n", "a/b.txt": "one\ntwo\nthree\n" };
    await github.commit({ branch: "main", files, login: "alice", message: "Start" });
    await work(github);
    await github.close();
    await rename(github.gitDir(), join(own, "begun.git"));
  });
  return join(made, "begun.git");
};

export const octokitOf = (github: GithubHandle, token: string) => new GithubCalls({ auth: token, baseUrl: github.url });
export type Octokit = ReturnType<typeof octokitOf>;

export const personOf = (github: GithubHandle, login: string): Octokit =>
  octokitOf(github, github.mintToken({ login }));

/** A branch with a change and the pull request for it. */
export const aPull = async (
  github: GithubHandle,
  files: Readonly<Record<string, string | null>> = { "new.txt": "new\n" },
  branch = "change",
) => {
  await github.commit({ branch, files, login: "alice" });
  const { data } = await personOf(github, "alice").rest.pulls.create({
    ...here,
    head: branch,
    base: "main",
    title: `The ${branch}`,
    body: "Please.",
  });
  return data;
};

const run = promisify(execFile);

/** A user's git: none of this machine's settings. */
export const git = async (cwd: string, ...args: string[]): Promise<string> => {
  const env = {
    PATH: process.env["PATH"],
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@x",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@x",
  };
  return (await run("git", args, { cwd, env })).stdout.trim();
};

export const otherKey = (): string =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();

/** The word that an App signs of itself. */
export const appJwt = (appId: number, key: string, seconds = 540): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 30, exp: now + seconds, iss: String(appId) })}`;
  return `${text}.${createSign("sha256").update(text).sign(key, "base64url")}`;
};

/** A clone, and pushes from it with a token. */
export const aClone = async (github: GithubHandle) => {
  const dir = join(await tempDir(), "work");
  await git(".", "clone", "--quiet", github.cloneUrl(github.mintToken({ login: "alice" })), dir);
  return {
    commit: () => git(dir, "commit", "--quiet", "--allow-empty", "-m", "More"),
    git: (...args: string[]) => git(dir, ...args),
    push: (token: string, ...refs: string[]) => git(dir, "push", "--quiet", github.cloneUrl(token), ...refs),
  };
};
