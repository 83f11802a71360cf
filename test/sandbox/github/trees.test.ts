import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changedPaths } from "../../../scripts/sandbox/github/shapes/trees.ts";
import { emptyRepository, runGit, writeText } from "../../contracts/git-place.ts";

const statuses: Readonly<Record<string, string>> = { A: "added", D: "removed", M: "modified", T: "modified" };

test("The sandbox GitHub names the files of a push as git does, whatever became of them", async () => {
  const dir = await emptyRepository();
  const treeWith = async (files: Readonly<Record<string, string | undefined>>, link?: string): Promise<string> => {
    for (const [path, text] of Object.entries(files)) {
      await rm(join(dir, path), { recursive: true, force: true });
      if (text !== undefined) await writeText(dir, path, text);
    }
    if (link !== undefined) await symlink("x.y", join(dir, link));
    await runGit(dir, "add", "--all");
    return runGit(dir, "write-tree");
  };
  const first = await treeWith({ "a/b/c": "1", "a/d": "2", "e f": "3", gone: "4", "x/y": "5", ü: "6" });
  const second = await treeWith({ "a/b/c": "7", "a/d": undefined, "a/d/e": "8", gone: undefined });
  const third = await treeWith({ "e f": undefined, x: undefined, "x.y": "5", ü: "9" }, "e f");
  const pairs = [
    [first, second],
    [second, third],
    [third, first],
    [second, second],
  ] as const;
  for (const [before, after] of pairs) {
    const said = await runGit(dir, "diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after);
    const byGit = [...said.matchAll(/([A-Z])\0([^\0]+)/g)].map(([, letter = "", path]) => ({
      path,
      status: statuses[letter],
    }));
    const ours = await changedPaths(dir, before, after);
    expect(ours.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual(
      byGit.toSorted((one, other) => ((one.path ?? "") < (other.path ?? "") ? -1 : 1)),
    );
  }
  const all = (await changedPaths(dir, undefined, third)).map(({ path }) => path);
  expect(all).toEqual(["a/b/c", "a/d/e", "e f", "x.y", "ü"]);
});
