import { hash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitFiles } from "../../../action/adapters/git/commit.ts";
import { packFor } from "../../../action/adapters/git/made-objects.ts";
import { objectSizes, readObjects } from "../../../action/adapters/git/objects.ts";
import { git } from "../../../action/adapters/git/run.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { emptyRepository, frozenClock, runGit } from "../../contracts/git-place.ts";

const commitOf = (dir: string, text: string, parent?: string): Promise<string> =>
  commitFiles(dir, frozenClock(), { parent, files: [textFile("folder/file", text)], why: "x", kept: "later" });

test("A made git object is read at once, by its id, as a tree and by its path", async () => {
  const dir = await emptyRepository();
  const commit = await commitOf(dir, "text");

  const [object, tree, missing] = await readObjects(dir, [commit, `${commit}^{tree}`, "0".repeat(40)]);
  expect(object?.toString()).toContain("\n\nx\n\nNonce: ");
  expect(tree?.toString("latin1")).toContain("40000 folder\0");
  expect(missing).toBeUndefined();
  await expect(runGit(dir, "cat-file", "-e", commit)).rejects.toThrow();

  expect((await readObjects(dir, [`${commit}:folder/file`]))[0]?.toString()).toBe("text");
});

test("A made git object is in the repository as soon as git is started for anything", async () => {
  const dir = await emptyRepository();
  const first = await commitOf(dir, "one");
  const second = await commitOf(dir, "two", first);

  expect((await git(dir, ["rev-list", second])).trim()).toBe(`${second}\n${first}`);
});

test("Sizes of files that were there before are told without a start of git for what was made, and of what was made too", async () => {
  const dir = await emptyRepository();
  const before = await commitFiles(dir, frozenClock(), { parent: undefined, files: [textFile("a", "old")], why: "x" });
  const old = (await runGit(dir, "rev-parse", `${before}:a`)).trim();
  const commit = await commitOf(dir, "made here", before);

  expect(await objectSizes(dir, [old])).toEqual([3]);
  await expect(runGit(dir, "cat-file", "-e", commit)).rejects.toThrow();

  expect(await objectSizes(dir, [old, hash("sha1", "blob 9\0made here"), "0".repeat(40)])).toEqual([3, 9, undefined]);
});

test("Objects that git could not be given are given to it the next time", async () => {
  const dir = await emptyRepository();
  const first = await commitOf(dir, "one");
  const commit = await commitOf(dir, "two", first);
  const head = join(dir, ".git", "HEAD");
  await rm(head);
  await expect(git(dir, ["rev-list", commit])).rejects.toThrow(/git index-pack failed/);
  await import("node:fs/promises").then(({ writeFile }) => writeFile(head, "ref: refs/heads/main\n"));

  expect((await git(dir, ["rev-list", commit])).trim()).toBe(`${commit}\n${first}`);
});

test("A very large number of made objects all go to git, and nothing is remembered for a push", async () => {
  const dir = await emptyRepository();
  const half = "0123456789abcdef".repeat(600 * 1024);
  const first = await commitOf(dir, half);
  expect(packFor(dir, [first])).toBeInstanceOf(Buffer);

  const [second, third] = await Promise.all([commitOf(dir, `${half}2`, first), commitOf(dir, `${half}3`, first)]);

  expect(packFor(dir, [first])).toBeUndefined();
  for (const commit of [first, second, third]) await runGit(dir, "cat-file", "-e", commit);
});
