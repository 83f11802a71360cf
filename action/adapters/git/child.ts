import { execFile } from "node:child_process";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import pLimit from "p-limit";
import { gitEnvironment } from "./environment.ts";
import { gitNotStarted, maxAnswered } from "./git-failure.ts";

/** Children of git at the same time in this process; one more for each repository reads objects (`objects.ts`). */
export const gitAtOnce = pLimit(7);

const run = promisify(execFile);

export type GitOutcome = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

/** Runs git with an argument array, never through a shell. Without prompts: a password asked for would hang a job. */
export const startGit = (dir: string, args: readonly string[], options: GitOptions = {}): Promise<GitOutcome> =>
  gitAtOnce(() => outcomeOf(dir, args, options));

/** A stream that breaks off ends what git reads. */
export type GitOptions = {
  readonly input?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly env?: Readonly<Record<string, string>>;
};

const outcomeOf = async (dir: string, args: readonly string[], options: GitOptions): Promise<GitOutcome> => {
  const started = run("git", ["-C", dir, ...args], {
    encoding: "buffer",
    maxBuffer: maxAnswered,
    env: { ...gitEnvironment(), ...options.env },
  });
  started.child.stdin?.on("error", () => undefined); // A git that ends before it has read all says why.
  const { input } = options;
  if (typeof input === "object" && Symbol.asyncIterator in input && started.child.stdin !== null)
    pipeline(input, started.child.stdin).catch(() => undefined);
  else if (input !== undefined) started.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await started;
    return { code: 0, stdout, stderr: stderr.toString("utf8") };
  } catch (error) {
    if (!isExit(error)) throw gitNotStarted(error);
    return { code: error.code, stdout: error.stdout, stderr: error.stderr.toString("utf8").trim() };
  }
};

type Exit = Error & { readonly code: number; readonly stdout: Buffer; readonly stderr: Buffer };
const isExit = (error: unknown): error is Exit =>
  error instanceof Error && "code" in error && typeof error.code === "number" && "stdout" in error && "stderr" in error;
