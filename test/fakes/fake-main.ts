import { dirname } from "node:path/posix";
import { usesShared } from "../../action/core/files/changed-productions.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import { isConventionsPath } from "../../action/core/text/source-file.ts";
import type { MainBranch } from "../../action/ports/main-branch.ts";
import type { Snapshot } from "../../action/ports/snapshot.ts";
import { anyWay } from "./any-way.ts";
import { fakeSnapshot } from "./fake-snapshot.ts";

type Files = Readonly<Record<string, string>>;
type Commit = {
  readonly id: string;
  readonly files: Files;
  readonly touched: readonly string[];
  readonly author: string;
  readonly at: string;
  readonly parent: string | undefined;
};

/** Main in memory, one commit on the other, and the heads of pull requests beside it. */
export type FakeMain = MainBranch & {
  /** A commit on main; `undefined` removes a file. */
  commit(changes: Readonly<Record<string, string | undefined>>, author?: string, at?: string): string;
  /** The head of a pull request that holds what main held at a commit, with these changes. */
  branch(from: string, changes?: Readonly<Record<string, string | undefined>>): string;
  /** Main stands at an earlier commit again. */
  reset(to: string): void;
};

export const fakeMain = (): FakeMain => {
  const { add, get, isKnown, historyOf } = openCommits();
  let main: readonly string[] = [];
  const upTo = (id: string): readonly Commit[] => main.slice(0, main.indexOf(id) + 1).map(get);
  return {
    commit: (changes, author = "Ada", at = "2026-03-01T10:00:00.000Z") => {
      const last = main.at(-1);
      const id = add(last, changes, author, at);
      main = [...main, id];
      return id;
    },
    branch: (from, changes = {}) => add(from, changes, "Ada"),
    reset: (to) => {
      main = main.slice(0, main.indexOf(to) + 1);
    },
    head: async () => main.at(-1) ?? "",
    since: async (cursor, head) => {
      const known = upTo(head).map(({ id }) => id);
      return known.includes(cursor) ? known.slice(known.indexOf(cursor) + 1) : "rewritten";
    },
    changed: async (id) => {
      const { files, touched } = get(id);
      const snapshot = snapshotOf(files);
      const folders = await snapshot.productions(".");
      const users = new Set(
        (await snapshot.requests(folders)).filter((one) => usesShared(one, touched)).map(({ folder }) => folder),
      );
      const isOf = (folder: string) => (path: string) => path.startsWith(`${folder}/`) || governs(path, folder);
      return folders.filter((folder) => users.has(folder) || touched.some(isOf(folder)));
    },
    at: (id) => snapshotOf(get(id).files),
    fetch: async (head) => isKnown(head),
    // A head in memory is one commit, so no rebase of it has an earlier one.
    rebased: async () => false,
    changedSinceMain: async (head, mainHead) => {
      const known = new Set(historyOf(mainHead));
      return [...new Set(historyOf(head).flatMap((one) => (known.has(one) ? [] : one.touched)))];
    },
    holds: async (head, commit) => historyOf(head).some(({ id }) => id === commit),
    merged: async (id) => {
      const before = upTo(id).at(-2);
      return before === undefined ? undefined : { base: before.id, paths: get(id).touched };
    },
    ruleChanges: async (id) =>
      upTo(id)
        .toReversed()
        .map((one) => ({
          commit: one.id,
          at: one.at,
          paths: one.touched.filter((path) => /(CODEOWNERS|conventions.yaml)$|^campaigns\/[^/]*.yaml$/.test(path)),
        }))
        .filter(({ paths }) => paths.length > 0),
    lastChanges: async (id, paths) =>
      new Map(
        upTo(id)
          .toReversed()
          .flatMap(({ id: commit, author, touched }, at, all) =>
            paths.flatMap((path) => {
              const isOf = (one: string): boolean => one === path || one.startsWith(`${path}/`);
              const isLast = touched.some(isOf) && !all.slice(0, at).some((newer) => newer.touched.some(isOf));
              return isLast ? [[path, { commit, author }] as const] : [];
            }),
          ),
      ),
  };
};

const governs = (path: string, folder: string): boolean =>
  isConventionsPath(path) && `${folder}/`.startsWith(`${dirname(path)}/`);

/** A tree never changes: what was read of it need not be read again. */
const snapshots = new WeakMap<Files, Snapshot>();
const snapshotOf = (files: Files): Snapshot => {
  const known = snapshots.get(files) ?? fakeSnapshot(files);
  snapshots.set(files, known);
  return known;
};

let trees: Map<string, Files> | undefined;
/** From here on equal trees are one, also of several worlds. Not where mutants are judged: each of them must read anew. */
export const shareTrees = (): void => {
  trees = new Map();
};
const treeOf = (files: Files): Files => {
  if (trees === undefined) return files;
  const text = JSON.stringify(files);
  const known = trees.get(text) ?? files;
  trees.set(text, known);
  return known;
};

/** Commits in memory, each with all its files. */
const openCommits = () => {
  const commits = new Map<string, Commit>();
  const add = (
    parent: string | undefined,
    changes: Readonly<Record<string, string | undefined>>,
    author: string,
    at = "",
  ): string => {
    const before = parent === undefined ? {} : get(parent).files;
    const id = `a${(commits.size + 1).toString(16).padStart(39, "0")}`;
    const kept = Object.entries({ ...before, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    commits.set(id, { id, files: treeOf(Object.fromEntries(kept)), touched: Object.keys(changes), author, at, parent });
    return id;
  };
  const get = (id: string): Commit => {
    const commit = commits.get(id);
    if (commit === undefined) throw new Failure(`There is no commit ${id}.`, anyWay);
    return commit;
  };
  const historyOf = (id: string): readonly Commit[] => {
    const commit = get(id);
    return commit.parent === undefined ? [commit] : [commit, ...historyOf(commit.parent)];
  };
  return { add, get, isKnown: (id: string) => commits.has(id), historyOf };
};
