import { expect, test } from "vitest";
import { filesAt } from "../../../action/adapters/git/files-at.ts";
import { commitTexts, emptyRepository, runGit } from "../../contracts/git-place.ts";
import { countGit } from "./count-git.ts";

const texts = { top: "1", "a/b/c": "2", "a/b/d": "3", "a/ä b": "4", "a.x/y": "5", "a-/y": "6" };

test("Files are found where git lists them, each folder on the way read once, and what is not there is left out", async () => {
  const dir = await emptyRepository();
  const commit = await commitTexts(dir, texts);
  const listed = (await runGit(dir, "-c", "core.quotePath=false", "ls-tree", "-r", commit)).split("\n");
  const there = new Map(listed.map((line) => [line.slice(line.indexOf("\t") + 1), line.split(/\s/)[2] ?? ""]));
  const started = await countGit();

  expect(await filesAt(dir, commit, Object.keys(texts))).toEqual(there);
  const absent = ["", "a", "a/b", "a/b/c/d", "top/x", "gone", "a/b/gone", "a//b", "/top"];
  expect(await filesAt(dir, commit, [...absent, "a/b/c"])).toEqual(new Map([["a/b/c", there.get("a/b/c")]]));
  expect(await filesAt(dir, commit, [])).toEqual(new Map());
  expect((await started()).filter((verb) => verb !== "cat-file")).toEqual([]);
});

test("Files of a commit that this clone lacks are a Failure and not absent", async () => {
  await expect(filesAt(await emptyRepository(), "0".repeat(39) + "1", ["a"])).rejects.toThrow("This clone has no tree");
});
