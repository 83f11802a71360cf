import { spawn } from "node:child_process";
import { gitEnvironment } from "./git-environment.ts";
import { lookUp, readObject } from "./objects.ts";

export type GitOptions = { readonly input?: string | Uint8Array; readonly env?: Readonly<Record<string, string>> };

export type GitResult = {
  readonly code: number;
  readonly bytes: Buffer;
  readonly text: string;
  readonly error: string;
};

/** Commands that say the same of full ids for ever; a merged tree stays, too. */
const reading = ["diff", "log", "ls-tree", "merge-base", "merge-tree", "rev-list"];
const answers = new Map<string, Promise<GitResult>>();

/** A world asks the same of the same commits with each event, and a process is started from a large one each time. */
export const tryGit = async (dir: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> => {
  const [command = "", ...more] = args;
  const revisions = more.filter((arg) => !arg.startsWith("-"));
  const lasts = revisions.length > 0 && revisions.every((each) => /^[0-9a-f]{40}(\.{2,3}[0-9a-f]{40})?$/.test(each));
  if (!lasts || !reading.includes(command)) return runGit(dir, args, options);
  const key = [dir, ...args].join("\0");
  const answer = answers.get(key) ?? runGit(dir, args, options);
  answers.set(key, answer);
  // A commit that is not there may come.
  if ((await answer).code !== 0) answers.delete(key);
  return answer;
};

const runGit = (dir: string, args: readonly string[], options: GitOptions): Promise<GitResult> =>
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
export const resolveRevision = async (dir: string, revision: string): Promise<string | undefined> =>
  (await lookUp(dir, revision))?.sha;

/** Mostly a commit is put on the one it descends from; that needs no walk. */
export const isAncestor = async (dir: string, ancestor: string, commit: string): Promise<boolean> => {
  const bytes = (await readObject(dir, commit))?.bytes.toString("utf8") ?? "";
  if (new RegExp(`^tree \\w+\n(parent \\w+\n)*parent ${ancestor}\n`).test(bytes)) return true;
  return (await tryGit(dir, ["merge-base", "--is-ancestor", ancestor, commit])).code === 0;
};
