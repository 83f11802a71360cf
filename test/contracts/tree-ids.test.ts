import { expect, test } from "vitest";
import { gitTreeIds } from "../../action/adapters/git/tree-ids.ts";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import type { TreeIds } from "../../action/ports/tree-ids.ts";
import { noForeign } from "../fakes/no-foreign.ts";
import { commitTexts, emptyFolder, emptyRepository, runGit, writeText } from "./git-place.ts";

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
const onDisk = (dir: string): TreeIds => workTree(dir, noForeign).ids;
const treeOf = (dir: string, revision: string): Promise<string> => runGit(dir, "rev-parse", `${revision}:productions`);

test("SHREK computes the same tree ids as git", async () => {
  const dir = await begin();

  const ids = gitTreeIds(dir, "HEAD");

  expect(await ids.now()).toEqual({
    productions: await treeOf(dir, "HEAD"),
    conventionsAbove: await runGit(dir, "rev-parse", "HEAD:conventions.yaml"),
  });
  expect([...(await ids.all()).keys()]).toEqual([
    "conventions.yaml",
    "productions",
    "productions/box",
    "productions/conventions.yaml",
    "productions/toy",
  ]);
});

test("A repository without a folder of productions, and a folder without git, have no tree ids", async () => {
  const dir = await emptyRepository();
  await commitTexts(dir, { "toy/production.yaml": "1" });

  expect(await gitTreeIds(dir, "HEAD").now()).toBeUndefined();
  expect(await onDisk(await emptyFolder()).now()).toBeUndefined();
});

test("Differences between a commit and a tree are the paths that git lists, with both sides of a rename", async () => {
  const dir = await begin();
  const before = await treeOf(dir, "HEAD");
  await runGit(dir, "mv", "productions/toy/a", "productions/toy/b");
  await commitTexts(dir, { "productions/box/production.yaml": "2" });

  const ids = gitTreeIds(dir, "HEAD");

  expect(await ids.differing(before)).toEqual([
    "productions/box/production.yaml",
    "productions/toy/a",
    "productions/toy/b",
  ]);
  expect(await ids.differing(await treeOf(dir, "HEAD"))).toEqual([]);
  expect(await ids.differing("0123456789012345678901234567890123456789")).toBeUndefined();
});

test("Differences between a commit and files on disk include changed, new, deleted and ignored files", async () => {
  const dir = await begin();
  const before = await treeOf(dir, "HEAD");
  await commitTexts(dir, { "productions/box/production.yaml": "2", ".gitignore": "ignored\n" });
  await writeText(dir, "productions/toy/a", "2");
  await writeText(dir, "productions/new/deep/production.yaml", "1");
  await writeText(dir, "productions/ignored/production.yaml", "1");
  await runGit(dir, "rm", "--quiet", "--force", "productions/toy/production.yaml");
  await writeText(dir, "conventions.yaml", "changed");
  await writeText(dir, "elsewhere", "not asked about");

  expect((await onDisk(dir).differing(before))?.toSorted()).toEqual([
    "conventions.yaml",
    "productions/box/production.yaml",
    "productions/ignored/",
    "productions/new/deep/production.yaml",
    "productions/toy/a",
    "productions/toy/production.yaml",
  ]);
});
