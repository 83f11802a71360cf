import { spawn } from "node:child_process";

export type GitOptions = {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
};

export type GitResult = {
  readonly code: number;
  readonly bytes: Buffer;
  readonly text: string;
  readonly error: string;
};

/** The machine's own git settings must not change what the sandbox answers. */
export const gitEnvironment = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  LC_ALL: "C.UTF-8",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "GitHub",
  GIT_AUTHOR_EMAIL: "noreply@github.com",
  GIT_COMMITTER_NAME: "GitHub",
  GIT_COMMITTER_EMAIL: "noreply@github.com",
} as const;

export const tryGit = (dir: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: dir, env: { ...gitEnvironment, ...options.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => out.push(part));
    child.stderr.on("data", (part: Buffer) => err.push(part));
    child.stdin.on("error", () => undefined); // git may end before it read all
    child.on("error", reject);
    child.on("close", (code) => {
      const bytes = Buffer.concat(out);
      resolve({ code: code ?? 1, bytes, text: bytes.toString("utf8"), error: Buffer.concat(err).toString("utf8") });
    });
    child.stdin.end(options.input ?? "");
  });

export const git = async (dir: string, args: readonly string[], options: GitOptions = {}): Promise<string> => {
  const result = await tryGit(dir, args, options);
  if (result.code !== 0) throw new Error(`git ${args.join(" ")} in ${dir}: ${result.error}`);
  return result.text.trimEnd();
};

export const noObject = "0".repeat(40);

/** The full id of a revision, or `undefined`. */
export const resolveRevision = async (dir: string, revision: string): Promise<string | undefined> => {
  const result = await tryGit(dir, ["rev-parse", "--verify", "--quiet", "--end-of-options", revision]);
  return result.code === 0 ? result.text.trim() : undefined;
};

/** `Map` from full ref name to object id. */
export const allRefs = async (dir: string): Promise<ReadonlyMap<string, string>> => {
  const text = await git(dir, ["for-each-ref", "--format=%(objectname) %(refname)"]);
  return new Map(text.split("\n").flatMap((line) => (line === "" ? [] : [[line.slice(41), line.slice(0, 40)]])));
};
