import { chmod, rename, rm, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changedSince, committedSince } from "../../../action/adapters/git/local.ts";
import { changedSinceMain, readWorkStatus } from "../../../action/adapters/git/work-status.ts";
import { commitByGit, emptyFolder, emptyRepository, runGit, writeText } from "../../contracts/git-place.ts";
import { copyPrepared } from "../../e2e/prepared.ts";

const toy = "productions/toy/production.yaml";
const macro = "productions/toy/macro.C";

const make = async (dir: string): Promise<void> => {
  await runGit(dir, "init", "--quiet", "--initial-branch=main");
  await commitByGit(dir, { "conventions.yaml": "a: 1\n", [toy]: "one\n", [macro]: "two\n", CODEOWNERS: "* @a\n" });
  await runGit(dir, "checkout", "--quiet", "-b", "pull");
  await commitByGit(dir, { "productions/other/production.yaml": "x" });
  await runGit(dir, "checkout", "--quiet", "main");
  await commitByGit(dir, { "productions/conventions.yaml": "x", CODEOWNERS: "* @b\n" });
  await runGit(dir, "checkout", "--quiet", "pull");
};

/** A pull request, and a main that moved on. */
const begin = async (): Promise<string> => {
  const dir = await emptyFolder();
  await copyPrepared("work-status", dir, make);
  // Git remembers the files of the copy, not those that it is of.
  await runGit(dir, "update-index", "--refresh");
  return dir;
};

/** What is made of a repository, and what git's look must name then: changed, and ignored. */
type Row = readonly [of: string, (dir: string) => Promise<unknown>, readonly string[], (readonly string[])?];

const inner = async (dir: string): Promise<void> => {
  await runGit(dir, "init", "--quiet", "productions/inner");
  await commitByGit(join(dir, "productions/inner"), { "production.yaml": "three\n" });
};

const rows: readonly Row[] = [
  ["nothing changed", async () => undefined, []],
  ["a change", (dir) => writeText(dir, toy, "ONE\n"), [toy]],
  [
    "a change of the same length in the second of the commit",
    async (dir) => {
      const when = new Date(Math.floor(Date.now() / 1000) * 1000);
      await utimes(join(dir, toy), when, when);
      await runGit(dir, "add", toy);
      await utimes(join(dir, ".git/index"), when, when);
      await writeText(dir, toy, "ono\n");
      await utimes(join(dir, toy), when, when);
    },
    [toy],
  ],
  [
    "a change that is staged, and taken back on disk",
    async (dir) => {
      await writeText(dir, toy, "ONE\n");
      await runGit(dir, "add", toy);
      await writeText(dir, toy, "one\n");
    },
    [toy],
  ],
  [
    "what is new",
    (dir) => writeText(dir, "productions/new/deep/production.yaml", "x"),
    ["productions/new/deep/production.yaml"],
  ],
  [
    "what is new and hidden by the settings",
    async (dir) => {
      await runGit(dir, "config", "status.showUntrackedFiles", "no");
      await writeText(dir, "productions/new/production.yaml", "x");
    },
    ["productions/new/production.yaml"],
  ],
  [
    "what is meant to be added",
    async (dir) => {
      await writeText(dir, "productions/new/production.yaml", "x");
      await runGit(dir, "add", "--intent-to-add", "productions/new");
    },
    ["productions/new/production.yaml"],
  ],
  ["what is gone", (dir) => rm(join(dir, toy)), [toy]],
  [
    "a file that moved",
    (dir) => runGit(dir, "mv", macro, "productions/toy/other.C"),
    [macro, "productions/toy/other.C"],
  ],
  [
    "what git ignores",
    async (dir) => {
      await writeText(dir, ".gitignore", "out/\n*.log\n");
      await writeText(dir, "productions/out/production.yaml", "x");
      await writeText(dir, "productions/toy/a.log", "x");
    },
    [".gitignore"],
    ["productions/out/", "productions/toy/a.log"],
  ],
  [
    "what only this clone ignores",
    async (dir) => {
      await writeText(dir, ".git/info/exclude", "production.yaml\n");
      await writeText(dir, "productions/new/production.yaml", "x");
    },
    [],
    ["productions/new/production.yaml"],
  ],
  ["strange names", (dir) => writeText(dir, 'productions/a "b"\n\u00fc\t/x', "x"), ['productions/a "b"\n\u00fc\t/x']],
  ["a file that may be executed", (dir) => chmod(join(dir, macro), 0o755), [macro]],
  [
    "a file that may be executed, where modes do not count",
    async (dir) => {
      await runGit(dir, "config", "core.fileMode", "false");
      await chmod(join(dir, macro), 0o755);
    },
    [],
  ],
  [
    "a link in the place of a file",
    async (dir) => {
      await rm(join(dir, macro));
      await symlink("production.yaml", join(dir, macro));
    },
    [macro],
  ],
  [
    "a link in the place of a folder that holds the same",
    async (dir) => {
      await rename(join(dir, "productions/toy"), join(dir, "elsewhere"));
      await symlink("../elsewhere", join(dir, "productions/toy"));
    },
    [macro, toy, "elsewhere/macro.C", "elsewhere/production.yaml", "productions/toy"],
  ],
  [
    "other line ends, which git would take back in a commit",
    async (dir) => {
      await runGit(dir, "config", "core.autocrlf", "true");
      await writeText(dir, toy, "one\r\n");
    },
    [toy],
  ],
  [
    "what git was told to take for unchanged",
    async (dir) => {
      await runGit(dir, "update-index", "--assume-unchanged", toy);
      await writeText(dir, toy, "ONE\n");
    },
    [],
  ],
  [
    "what is left out of a sparse checkout",
    async (dir) => {
      await runGit(dir, "sparse-checkout", "set", "nothing");
    },
    [],
  ],
  [
    "a file that is left out, and lies there",
    async (dir) => {
      await runGit(dir, "update-index", "--skip-worktree", toy);
      await writeText(dir, toy, "ONE\n");
    },
    [],
  ],
  ["a repository inside", inner, ["productions/inner/"]],
  [
    "a submodule that moved on",
    async (dir) => {
      await inner(dir);
      await runGit(dir, "add", "productions/inner");
      await runGit(dir, "commit", "--quiet", "-m", "inner");
      await commitByGit(join(dir, "productions/inner"), { "production.yaml": "four\n" });
    },
    ["productions/inner"],
  ],
  [
    "a merge that is not done",
    async (dir) => {
      await runGit(dir, "checkout", "--quiet", "-b", "other");
      await commitByGit(dir, { [toy]: "theirs\n" });
      await runGit(dir, "checkout", "--quiet", "pull");
      await commitByGit(dir, { [toy]: "ours\n" });
      await runGit(dir, "merge", "other").catch(() => undefined);
    },
    [toy],
  ],
  [
    "files before the first commit",
    async (dir) => {
      await runGit(dir, "checkout", "--quiet", "--orphan", "new");
      await runGit(dir, "rm", "--quiet", "--cached", "-r", "productions");
    },
    ["CODEOWNERS", "conventions.yaml", "productions/other/production.yaml", macro, toy],
  ],
];

const states = rows.map(([of, make, changed, ignored = []]) => ({ of, make, changed, ignored }));

/** What `shrek check` asked before one look answered all: of the folder of productions alone. */
const ofProductions = async (dir: string): Promise<readonly string[]> => {
  const asked = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching"];
  const told = await runGit(dir, ...asked, "--", "productions", "conventions.yaml");
  return told.split("\0").flatMap((line) => (line === "" ? [] : [line.replace(/^.?. /s, "")]));
};

test.each(states)("With $of one git call lists every file that differs from main", async (state) => {
  const dir = await begin();
  const before = await runGit(dir, "rev-parse", "HEAD");
  await state.make(dir);

  const seen = await readWorkStatus(dir);
  const differing = seen === undefined ? undefined : await changedSinceMain(dir, before, seen);

  expect({ changed: seen?.changed.toSorted(), ignored: seen?.ignored.toSorted() }).toEqual({
    changed: state.changed.toSorted(),
    ignored: state.ignored.toSorted(),
  });
  if (seen?.head === undefined) return expect(differing).toBeUndefined();
  expect(differing).toEqual(expect.arrayContaining([...(await ofProductions(dir))]));
  expect([...seen.changed, ...(await committedSince(dir, "main", seen.head))]).toEqual(
    expect.arrayContaining([...(await changedSince(dir, "main"))]),
  );
});

test("The commit that is checked out is found, on a branch and on a detached HEAD", async () => {
  const dir = await begin();
  const head = await runGit(dir, "rev-parse", "HEAD");

  expect((await readWorkStatus(dir))?.head).toBe(head);
  await runGit(dir, "checkout", "--quiet", "--detach");
  expect((await readWorkStatus(dir))?.head).toBe(head);
  expect((await readWorkStatus(await emptyRepository()))?.head).toBeUndefined();
});

test("A folder without a git repository has no checked-out commit", async () => {
  expect(await readWorkStatus(await emptyFolder())).toBeUndefined();
});

test("A file that was renamed since a revision differs in both its places", async () => {
  const dir = await begin();
  await runGit(dir, "mv", toy, "productions/toy.yaml");
  expect(await changedSince(dir, "HEAD")).toEqual(["productions/toy.yaml", toy]);
  await runGit(dir, "commit", "--quiet", "-m", "Rename");
  expect(await changedSince(dir, "HEAD~1")).toEqual(["productions/toy.yaml", toy]);
});
