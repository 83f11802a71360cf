import { expect, test } from "vitest";
import { gitTreeIds } from "../../action/adapters/git/tree-ids.ts";
import { changedSinceMain, readWorkStatus } from "../../action/adapters/git/work-status.ts";
import { commitTexts } from "./commit-texts.ts";
import { emptyRepository, runGit, writeText } from "./git-place.ts";

const begin = async (): Promise<string> => {
  const dir = await emptyRepository();
  await commitTexts(dir, {
    "conventions.yaml": "top",
    "productions/conventions.yaml": "near",
    "productions/toy/production.yaml": "1",
    "productions/toy/a": "1",
    "productions/box/production.yaml": "1",
  });
  return dir;
};
/** As the files lie there, since the commit that is main's. */
const since = async (dir: string, main: string): Promise<readonly string[] | undefined> => {
  const status = await readWorkStatus(dir);
  return status === undefined ? undefined : changedSinceMain(dir, main, status);
};
const headOf = (dir: string): Promise<string> => runGit(dir, "rev-parse", "HEAD");

test("SHREK computes the same tree ids as git", async () => {
  const dir = await begin();

  const ids = gitTreeIds(dir, "HEAD");

  expect([...(await ids.all()).keys()]).toEqual([
    "conventions.yaml",
    "productions",
    "productions/box",
    "productions/conventions.yaml",
    "productions/toy",
  ]);
});

test("Differences between a commit and main are the paths that git lists, with both sides of a rename", async () => {
  const dir = await begin();
  const before = await headOf(dir);
  await runGit(dir, "mv", "productions/toy/a", "productions/toy/b");
  await commitTexts(dir, { "productions/box/production.yaml": "2" });

  expect(await since(dir, before)).toEqual([
    "productions/box/production.yaml",
    "productions/toy/a",
    "productions/toy/b",
  ]);
  expect(await since(dir, await headOf(dir))).toEqual([]);
  await expect(since(dir, "0123456789012345678901234567890123456789")).rejects.toThrow("git diff-tree failed");
});

test("Differences between a commit and files on disk include changed, new, deleted and ignored files", async () => {
  const dir = await begin();
  const before = await headOf(dir);
  await commitTexts(dir, { "productions/box/production.yaml": "2", ".gitignore": "ignored\n" });
  await writeText(dir, "productions/toy/a", "2");
  await writeText(dir, "productions/new/deep/production.yaml", "1");
  await writeText(dir, "productions/ignored/production.yaml", "1");
  await runGit(dir, "rm", "--quiet", "--force", "productions/toy/production.yaml");
  await writeText(dir, "conventions.yaml", "changed");
  await writeText(dir, "elsewhere", "not asked about");

  expect((await since(dir, before))?.toSorted()).toEqual([
    "conventions.yaml",
    "productions/box/production.yaml",
    "productions/ignored/",
    "productions/new/deep/production.yaml",
    "productions/toy/a",
    "productions/toy/production.yaml",
  ]);
});
