import { dirname } from "node:path";
import { belowShared, usesShared } from "../../core/files/changed-productions.ts";
import { Failure } from "../../core/problems/failure.ts";
import { onceEach } from "../../core/text/once.ts";
import { isConventionsPath } from "../../core/text/source-file.ts";
import type { Foreign } from "../../ports/foreign.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { MainLine } from "../../ports/main-line.ts";
import { changedPaths } from "./changed-paths.ts";
import { changesOnMain, lastChanges } from "./last-changes.ts";
import { mergeBaseOf } from "./merge-base.ts";
import { parentCommits } from "./objects.ts";
import { isShallowInFiles } from "./ref-files.ts";
import type { GitRefs } from "./refs.ts";
import { answerOnce, askedOnce, git, gitOutcome } from "./run.ts";
import { gitSnapshot } from "./snapshot.ts";

/** `fetchHead` brings the objects of a pull request that a squash left out of main. */
export const gitMain = (
  dir: string,
  refs: GitRefs,
  foreign: Foreign,
  fetchHead?: (pullRequest: number) => Promise<void>,
): MainBranch => {
  // What is here of a commit's history stays.
  const wholeHistory = onceEach(() => refuseShallow(dir));
  // A campaign asks the same of one merge for each production.
  const pathsOf = onceEach((commit: string) => pathsOfMerge(dir, commit));
  return {
    fetch: async (head, pullRequest) => {
      if (await isHere(dir, head)) return true;
      await fetchHead?.(pullRequest);
      return isHere(dir, head);
    },
    head: () => headOfMain(refs, wholeHistory),
    since: async (cursor, head) => {
      if (cursor === head) return [];
      const few = await fewSince(dir, cursor, head);
      if (few !== undefined) return few;
      if ((await askedOnce(dir, ["merge-base", "--is-ancestor", cursor, head])).code !== 0) return "rewritten";
      const firstParents = await answerOnce(dir, ["rev-list", "--first-parent", "--reverse", `${cursor}..${head}`]);
      return firstParents.split("\n").filter((line) => line !== "");
    },
    merged: async (commit, head) => {
      const base = (await parentCommits(dir, commit))?.[0];
      if (base === undefined) return undefined;
      const byHead = head === undefined ? [] : await pathsBetween(dir, base, head);
      return { base, paths: [...new Set([...(await pathsOf(commit)), ...byHead])] };
    },
    rebased: (commit, last, head) => isRebased(dir, commit, last, head),
    changedSinceMain: (head, mainHead) => pathsBetween(dir, mainHead, head),
    holds: async (head, commit) => (await askedOnce(dir, ["merge-base", "--is-ancestor", commit, head])).code === 0,
    changed: async (commit) => {
      const snapshot = gitSnapshot(dir, commit, foreign);
      const folders = await snapshot.productions(".");
      const touched = await pathsOf(commit);
      const perhaps = await snapshot.requests(belowShared(folders, touched));
      const users = new Set(perhaps.filter((one) => usesShared(one, touched)).map(({ folder }) => folder));
      return folders.filter((folder) => users.has(folder) || touched.some((path) => concerns(folder, path)));
    },
    at: (commit) => gitSnapshot(dir, commit, foreign),
    lastChanges: (commit, paths) => lastChanges(dir, commit, paths),
    ...changesOnMain(dir),
  };
};

const headOfMain = async (refs: GitRefs, needWhole: (head: string) => Promise<void>): Promise<string> => {
  const head = await refs.read("refs/heads/main");
  if (head === undefined)
    throw new Failure("There is no branch `main`.", {
      wayOut: "Productions are submitted from main only: fetch it, or push it.",
    });
  await needWhole(head);
  return head;
};

/** Mostly a merge or two later: then git is not started. `undefined`: it is further back, or not there. */
const fewSince = async (dir: string, cursor: string, head: string): Promise<readonly string[] | undefined> => {
  const line = [head];
  while (line.length < fewMerges) {
    const before = (await parentCommits(dir, line[0] ?? head))?.[0];
    if (before === undefined) return undefined;
    if (before === cursor) return line;
    line.unshift(before);
  }
  return undefined;
};
const fewMerges = 20;

/** The clone must hold the whole history of main. */
const refuseShallow = async (dir: string): Promise<void> => {
  const asked = async () => (await git(dir, ["rev-parse", "--is-shallow-repository"])).trim() === "true";
  if (isShallowInFiles(dir) ?? (await asked()))
    throw new Failure("This clone is shallow: the history of main is cut off.", {
      wayOut: "Run `git fetch --unshallow`.",
    });
};

const isHere = async (dir: string, commit: string): Promise<boolean> =>
  (await parentCommits(dir, commit)) !== undefined;

const pathsOfMerge = async (dir: string, commit: string): Promise<readonly string[]> => {
  const [base] = (await parentCommits(dir, commit)) ?? [];
  return (await changedPaths(dir, base, commit)).map(({ path }) => path);
};

/** What a branch changed since it left main; all that differs, if it never did. */
const pathsBetween = async (dir: string, base: string, head: string): Promise<readonly string[]> => {
  const from = (await mergeBaseOf(dir, base, head)).oid ?? base;
  return (await changedPaths(dir, from, head)).map(({ path }) => path);
};

/** A file of its own, or conventions that hold for it. */
const concerns = (folder: string, path: string): boolean =>
  isAbove(folder, path) || (isConventionsPath(path) && (dirname(path) === folder || isAbove(dirname(path), folder)));

const isAbove = (parent: string, path: string): boolean => parent === "." || path.startsWith(`${parent}/`);

type Described = { readonly oid: string; readonly parents: readonly string[]; readonly words: string };

/**
 * Whether this commit of main is one of those that a rebase made of a head: the last commits up to `last` have one
 * parent each, and are the head's own by author, time and message. What they hold is not compared here.
 */
const isRebased = async (dir: string, commit: string, last: string, head: string): Promise<boolean> => {
  const own = await describe(dir, ["--no-merges"], `${last}..${head}`);
  if (own.length === 0) return false;
  const made = await describe(dir, ["--first-parent", `--max-count=${own.length}`], last);
  return (
    made.some(({ oid }) => oid === commit) &&
    made.every(({ parents }) => parents.length === 1) &&
    describedCommits(made) === describedCommits(own)
  );
};

const describedCommits = (commits: readonly Described[]): string =>
  commits
    .map(({ words }) => words)
    .toSorted()
    .join("\0");

const describe = async (dir: string, which: readonly string[], revisions: string): Promise<readonly Described[]> => {
  const asked = [
    "log",
    "-z",
    "--no-show-signature",
    "--format=%H%n%P%n%an%n%ae%n%at%n%B",
    ...which,
    "--end-of-options",
    revisions,
    "--",
  ];
  const { code, stdout } = await gitOutcome(dir, asked);
  const texts = code === 0 ? stdout.toString("utf8").split("\0") : [];
  return texts.flatMap((text) => {
    const [oid = "", parents = "", ...words] = text.split("\n");
    return oid === "" ? [] : [{ oid, parents: parents.split(" "), words: words.join("\n").trimEnd() }];
  });
};

export const mainLine = (main: Pick<MainBranch, "head" | "since">): MainLine => ({
  head: main.head,
  descends: async (head, from) => (await main.since(from, head)) !== "rewritten",
});
