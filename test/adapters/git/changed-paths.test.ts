import { execFileSync } from "node:child_process";
import { chmod, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changedPaths } from "../../../action/adapters/git/changed-paths.ts";
import { commitByGit, emptyRepository, runGit } from "../../contracts/git-place.ts";
import { countGit } from "./count-git.ts";

const sorted = (paths: readonly string[]): readonly string[] => paths.toSorted();

/** What git itself says, `D` where a file is gone. */
const byGit = async (dir: string, ...args: readonly string[]): Promise<readonly string[]> => {
  const asked = ["-c", "core.quotePath=false", "diff-tree", "-r", "-z", "--no-renames", "--name-status", ...args];
  const said = await runGit(dir, ...asked);
  return sorted(
    [...said.matchAll(/([A-Z])\0([^\0]+)/g)].map(([, status, path]) => `${path} ${status === "D" ? "gone" : "there"}`),
  );
};
const byUs = async (dir: string, from: string | undefined, to: string): Promise<readonly string[]> =>
  sorted((await changedPaths(dir, from, to)).map(({ path, gone }) => `${path} ${gone ? "gone" : "there"}`));

test("The paths that differ between two commits are those that git lists, without a start of git", async () => {
  const dir = await emptyRepository();
  const first = await commitByGit(dir, { top: "1", "a/b/c": "2", "a/ä b": "3", "a/run": "4", "f/x": "5", g: "6" });
  await Promise.all(["top", "f", "g"].map((name) => rm(join(dir, name), { recursive: true })));
  await chmod(join(dir, "a/run"), 0o755);
  await rm(join(dir, "a/b/c"));
  await symlink("x", join(dir, "a/b/c"));
  const second = await commitByGit(dir, { f: "a file now", "g/h": "a folder now", "new/deep/file": "7" });
  const [whole, there, back] = [
    await byGit(dir, "--root", "--no-commit-id", first),
    await byGit(dir, first, second),
    await byGit(dir, second, first),
  ];
  const started = await countGit();

  expect(there).toHaveLength(8);
  expect(await byUs(dir, undefined, first)).toEqual(whole);
  expect(await byUs(dir, first, second)).toEqual(there);
  expect(await byUs(dir, second, first)).toEqual(back);
  expect(await byUs(dir, first, first)).toEqual([]);
  expect((await started()).filter((verb) => verb !== "cat-file")).toEqual([]);
});

test("The changed paths of a tree made by hand that holds a name twice are unknown", async () => {
  const dir = await emptyRepository();
  const first = await commitByGit(dir, { a: "1" });
  const put = (type: string, input: Buffer | string): string =>
    execFileSync("git", ["-C", dir, "hash-object", "-w", "-t", type, "--literally", "--stdin"], { input })
      .toString()
      .trim();
  const rows = ["1", "2"].flatMap((text) => [Buffer.from("100644 a\0"), Buffer.from(put("blob", text), "hex")]);
  const second = await runGit(dir, "commit-tree", "-p", first, "-m", "Twice", put("tree", Buffer.concat(rows)));

  await expect(changedPaths(dir, first, second)).rejects.toThrow("holds a twice");
});

test("A commit that this clone lacks is a Failure, and not without changes", async () => {
  const dir = await emptyRepository();
  const first = await commitByGit(dir, { a: "1" });

  await expect(changedPaths(dir, `${"0".repeat(39)}1`, first)).rejects.toThrow("This clone has no tree");
});
