import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { entriesAt, filesAt } from "../../../action/adapters/git/files-at.ts";
import { listAll, listBelow, listPaths } from "../../../action/adapters/git/list-paths.ts";
import { blobsAt } from "../../../action/adapters/ledger/ledger-blobs.ts";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyRepository, runGit } from "../../contracts/git-place.ts";
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

/** A commit of a tree made by hand: modes as old programs wrote them, a link, a submodule. */
const oddCommit = async (dir: string): Promise<string> => {
  const put = (type: string, input: Buffer | string): string =>
    execFileSync("git", ["-C", dir, "hash-object", "-w", "-t", type, "--literally", "--stdin"], { input })
      .toString()
      .trim();
  const tree = (rows: readonly (readonly [string, string, string])[]): string =>
    put(
      "tree",
      Buffer.concat(rows.flatMap(([mode, name, oid]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")])),
    );
  const blob = put("blob", "twelve bytes");
  const inner = tree([
    ["100664", "group", blob],
    ["120000", "link", blob],
    ["100775", "run", blob],
    ["160000", "sub", "1".repeat(40)],
  ]);
  const top = tree([
    ["40000", "a", inner],
    ["040000", "b", inner],
    ["100644", "b.x", blob],
  ]);
  return (await runGit(dir, "commit-tree", "-m", "Odd", top)).trim();
};

test("Named paths are listed as git lists them: in its order and modes, with its sizes, each entry once", async () => {
  const dir = await emptyRepository();
  const commits = [await commitTexts(dir, texts), await oddCommit(dir)];
  const asked = [
    ["a"],
    ["a/b", "a/b/c", "a.x"],
    ["b", "b.x", "a/link"],
    ["b/sub", "top", "gone", "a/b/gone"],
    ["b.x/y"],
  ];

  for (const commit of commits)
    for (const paths of asked)
      for (const sizes of ["with sizes", "without sizes"] as const)
        expect(await listPaths(dir, commit, paths, sizes)).toEqual(await listBelow(dir, commit, paths, sizes));
  expect((await entriesAt(dir, commits[1] ?? "", ["a", "b"])).map(({ mode }) => mode)).toEqual([
    ...["100644", "120000", "100755", "160000"],
    ...["100644", "120000", "100755", "160000"],
  ]);
});

test("All of a commit is listed as git lists it, and a submodule is no file: by git itself where there are many folders", async () => {
  const dir = await emptyRepository();
  const few = [await commitTexts(dir, texts), await oddCommit(dir)];
  const many = await commitTexts(
    dir,
    Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`many/${n}/x`, `${n}`])),
  );
  const started = await countGit();
  const verbs = async (): Promise<readonly string[]> => (await started()).filter((verb) => verb !== "cat-file");
  const found = new Map<string, readonly [unknown, unknown]>();

  for (const commit of few) found.set(commit, [await listAll(dir, commit), [...(await blobsAt(dir, commit))]]);
  expect(await verbs()).toEqual([]);
  found.set(many, [await listAll(dir, many), [...(await blobsAt(dir, many))]]);
  // Both ask git the same, once.
  expect(await verbs()).toEqual(["ls-tree"]);

  for (const [commit, lists] of found) {
    const listed = await listBelow(dir, commit, [], "without sizes");
    const files = listed.flatMap(({ mode, path, oid }) => (mode === "160000" ? [] : [[path, oid]]));
    expect(lists).toEqual([listed, files]);
  }
});

test("Files and their sizes are read by one process of git, however often they are asked for", async () => {
  const dir = await emptyRepository();
  const commit = await commitTexts(dir, texts);
  const started = await countGit();

  for (const path of ["a/b", "top", "a.x"])
    expect((await listPaths(dir, commit, [path], "with sizes")).map(({ size }) => size).includes(1)).toBe(true);
  expect(await started()).toEqual(["cat-file"]);
});
