import { chmod, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { gitSnapshot } from "../../action/adapters/git/snapshot.ts";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { commitTexts } from "./commit-texts.ts";
import { emptyRepository, runGit, writeText } from "./git-place.ts";
import { snapshotContract, type Thing, type Things } from "./snapshot-contract.ts";

const put = async (top: string, path: string, thing: Thing): Promise<void> => {
  if (typeof thing === "string") return writeText(top, path, thing);
  switch (thing.kind) {
    case "executable":
      await writeText(top, path, thing.text);
      return chmod(join(top, path), 0o755);
    case "link":
      await mkdir(dirname(join(top, path)), { recursive: true });
      return symlink(thing.to, join(top, path));
    case "submodule":
      await mkdir(join(top, path), { recursive: true });
      await runGit(join(top, path), "init", "--quiet");
      await writeText(join(top, path), "production.yaml", "schema: 1\n");
      await runGit(join(top, path), "add", "--all");
      await runGit(join(top, path), "commit", "--quiet", "-m", "a module");
      return;
    case "large":
      return writeText(top, path, new Uint8Array(thing.size));
  }
};

const onDisk = async (things: Things): Promise<string> => {
  const top = await emptyRepository();
  for (const [path, thing] of Object.entries(things)) await put(top, path, thing);
  return top;
};

snapshotContract("the files on disk", async (things) => workTree(await onDisk(things), noForeign));
snapshotContract("a commit in a clone", async (things) => {
  const top = await onDisk(things);
  return gitSnapshot(top, await commitTexts(top, {}), noForeign);
});
snapshotContract("a commit, by the git directory alone", async (things) => {
  const top = await onDisk(things);
  return gitSnapshot(join(top, ".git"), await commitTexts(top, {}), noForeign);
});

test("A snapshot of a commit does not change when files on disk change", async () => {
  const top = await onDisk({ "toy/production.yaml": "steps: {a: {resources: ['*']}}\n", "toy/a": "committed" });
  const commit = await commitTexts(top, {});
  await writeText(top, "toy/a", "changed");
  await writeText(top, "toy/b", "new");

  const paths = async (snapshot: ReturnType<typeof workTree>) =>
    (await snapshot.production("toy")).entries.map((entry) =>
      entry.kind === "file" ? `${entry.path}=${new TextDecoder().decode(entry.bytes)}` : entry.kind,
    );

  expect(await paths(gitSnapshot(top, commit, noForeign))).toEqual(["a=committed"]);
  expect(await paths(workTree(top, noForeign))).toEqual(["a=changed", "b=new"]);
});
