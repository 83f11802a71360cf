import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitFiles, isOwnCommit } from "../../../action/adapters/git/commit.ts";
import { readObjects } from "../../../action/adapters/git/objects.ts";
import { type SourceFile, textFile } from "../../../action/core/text/source-file.ts";
import { commitByGit, emptyRepository, frozenClock, runGit } from "../../contracts/git-place.ts";

const files = (texts: Readonly<Record<string, string>>): readonly SourceFile[] =>
  Object.entries(texts).map(([path, text]) => textFile(path, text));

/** Names that git sorts in another way than text: a folder counts as if it ended with a slash. */
const texts = {
  "a/b": "1\n",
  "a.b": "2\n",
  "a-b/c/d": "3\n",
  a0: "4\n",
  "ä/é": "5\n",
  Z: "",
};

test.for(["sha1", "sha256"])("A commit of files holds the tree that git itself makes of them (%s)", async (format) => {
  const dir = await emptyRepository(`--object-format=${format}`);
  const byGit = await commitByGit(dir, texts);

  const commit = await commitFiles(dir, frozenClock(), { parent: undefined, files: files(texts), why: "All" });

  expect(await runGit(dir, "rev-parse", `${commit}^{tree}`)).toBe(await runGit(dir, "rev-parse", `${byGit}^{tree}`));
  expect(await runGit(dir, "fsck", "--strict")).not.toContain("error");
  expect(isOwnCommit((await readObjects(dir, [commit]))[0])).toBe(true);
});

test("A commit on top of another changes, adds and takes away the files named, and leaves the others", async () => {
  const dir = await emptyRepository();
  const parent = await commitByGit(dir, { ...texts, "a/gone": "x", "only/one": "x", run: "x" });
  await runGit(dir, "update-index", "--chmod=+x", "run");
  await runGit(dir, "commit", "--quiet", "-m", "executable");
  const from = await runGit(dir, "rev-parse", "HEAD");

  const commit = await commitFiles(dir, frozenClock(), {
    parent: from,
    files: files({ "a/b": "new\n", "a/deep/er": "6\n", "Z/now/a/folder": "7\n" }),
    gone: ["a/gone", "only/one", "never/was", "a.b/below-a-file"],
    why: "Change",
  });

  expect(await runGit(dir, "rev-parse", `${commit}^`)).toBe(from);
  const changed = await runGit(dir, "diff", "--no-renames", "--name-status", parent, commit);
  expect(changed.split("\n").toSorted()).toEqual(
    ["A\tZ/now/a/folder", "A\ta/deep/er", "D\tZ", "D\ta/gone", "D\tonly/one", "M\ta/b", "M\trun"].toSorted(),
  );
  expect(await runGit(dir, "log", "-1", "--format=%an <%ae> %at|%cn <%ce> %ct|%s", commit)).toBe(
    "shrek <shrek@localhost> 1772359200|shrek <shrek@localhost> 1772359200|Change",
  );
});

test("Commits that are made at the same time are all stored, in two packs at most", async () => {
  const dir = await emptyRepository();
  const clock = frozenClock();

  const commits = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      commitFiles(dir, clock, { parent: undefined, files: files({ [`f${n}`]: `${n}` }), why: `${n}` }),
    ),
  );

  expect(new Set(commits).size).toBe(20);
  const packs = (await readdir(join(dir, ".git/objects/pack"))).filter((name) => name.endsWith(".pack"));
  expect(packs.length).toBeLessThan(3);
  for (const [n, commit] of commits.entries())
    expect(await runGit(dir, "cat-file", "-p", `${commit}:f${n}`)).toBe(`${n}`);
});
