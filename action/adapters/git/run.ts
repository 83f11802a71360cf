import { type GitOptions, type GitOutcome, startGit } from "./child.ts";
import { gitFailure } from "./git-failure.ts";
import { storeMade } from "./made-objects.ts";

/** Runs git, which then has all objects that were made here. */
export const gitOutcome = async (dir: string, args: readonly string[], options?: GitOptions): Promise<GitOutcome> => {
  await storeMade(dir);
  return startGit(dir, args, options);
};

export const git = async (dir: string, args: readonly string[], options: GitOptions = {}): Promise<string> => {
  const { code, stdout, stderr } = await gitOutcome(dir, args, options);
  if (code !== 0) throw gitFailure(dir, args, stderr);
  return stdout.toString("utf8");
};

export const linesUntilNul = (output: string): readonly string[] => output.split("\0").filter((line) => line !== "");

/** So many answers are remembered, and none that is longer; a campaign asks the same of one merge for each production. */
const [maxKept, maxLength] = [500, 64 * 1024];

const known = new Map<string, Promise<GitOutcome>>();

/** The answer to a question about commits under their ids, which never changes. Only a success is remembered. */
export const askedOnce = (dir: string, args: readonly string[]): Promise<GitOutcome> => {
  const question = JSON.stringify([dir, ...args]);
  const before = known.get(question);
  if (before !== undefined) return before;
  const answer = gitOutcome(dir, args);
  known.set(question, answer);
  const forget = (): void => void known.delete(question);
  answer.then(({ code, stdout }) => {
    if (code !== 0 || stdout.length > maxLength) forget();
    for (const oldest of known.keys()) if (known.size > maxKept) known.delete(oldest);
  }, forget);
  return answer;
};

/** The same of a question that has an answer. */
export const answerOnce = async (dir: string, args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await askedOnce(dir, args);
  if (code !== 0) throw gitFailure(dir, args, stderr);
  return stdout.toString("utf8");
};

/** A name that is an id can be nothing else. */
export const isCommitId = (revision: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
