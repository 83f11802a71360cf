import { type GitOptions, type GitOutcome, startGit } from "./child.ts";
import { gitFailure } from "./git-failure.ts";
import { storeMade } from "./made-objects.ts";

/** Runs git, which then has all objects that were made here. */
export const gitOutcome = async (dir: string, args: readonly string[], options?: GitOptions): Promise<GitOutcome> => {
  await storeMade(dir);
  return startGit(dir, args, options);
};

/** The output of a git that must succeed. */
export const git = async (dir: string, args: readonly string[], options: GitOptions = {}): Promise<string> => {
  const { code, stdout, stderr } = await gitOutcome(dir, args, options);
  if (code !== 0) throw gitFailure(dir, args, stderr);
  return stdout.toString("utf8");
};

/** What git printed with `-z`. */
export const linesUntilNul = (output: string): readonly string[] => output.split("\0").filter((line) => line !== "");
