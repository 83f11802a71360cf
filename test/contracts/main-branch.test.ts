import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitMain } from "../../action/adapters/git/main-branch.ts";
import { localRefs, remoteRefs } from "../../action/adapters/git/refs.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { MainBranch } from "../../action/ports/main-branch.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { commitTexts } from "./commit-texts.ts";
import { cloneOf, emptyFolder, emptyRepository, runGit } from "./git-place.ts";

type Place = { readonly top: string; readonly main: MainBranch };

const local = async (): Promise<Place> => {
  const top = await emptyRepository();
  return { top, main: gitMain(join(top, ".git"), localRefs(join(top, ".git")), noForeign) };
};

/** Another clone looks at it through its remote; what is committed in `top` is on main at once. */
const remote = async (): Promise<Place> => {
  const top = await emptyRepository();
  const dir = await emptyRepository();
  await runGit(dir, "remote", "add", "origin", top);
  return { top, main: gitMain(dir, remoteRefs(dir, "origin"), noForeign) };
};

/** The same, where it is known that the remote is a folder. */
const folder = async (): Promise<Place> => {
  const { top } = await remote();
  const dir = await emptyRepository();
  return { top, main: gitMain(dir, remoteRefs(dir, top, {}, top), noForeign) };
};

/** By its address, in a clone that has no remote of any name. */
const address = async (): Promise<Place> => {
  const top = await emptyRepository();
  const dir = await emptyRepository();
  return { top, main: gitMain(dir, remoteRefs(dir, `file://${top}`, { GIT_CONFIG_COUNT: "0" }), noForeign) };
};

const production = (folder: string, text = "schema: 1\n") => ({ [`${folder}/production.yaml`]: text });

/** Another branch gets a commit, and main a merge of it. */
const mergeOf = async (top: string, texts: Readonly<Record<string, string>>) => {
  await runGit(top, "checkout", "--quiet", "-b", "topic");
  const side = await commitTexts(top, texts, "on the branch");
  await runGit(top, "checkout", "--quiet", "main");
  await runGit(top, "-c", "user.name=Grace", "merge", "--quiet", "--no-ff", "-m", "merge", "topic");
  await runGit(top, "branch", "--quiet", "-D", "topic");
  return { side, merge: await runGit(top, "rev-parse", "HEAD") };
};

describe.each([
  ["of this clone", local],
  ["of a remote", remote],
  ["of a remote in a folder", folder],
  ["of an address", address],
])("main %s", (_, open) => {
  test("A repository without its main branch is a Failure", async () => {
    await expect((await open()).main.head()).rejects.toThrow(Failure);
  });

  test("The head of main is that of the branch, whatever commit is checked out", async () => {
    const { top, main } = await open();
    const head = await commitTexts(top, { a: "1" });
    await runGit(top, "checkout", "--quiet", "-b", "topic");
    await commitTexts(top, { a: "2" });

    expect(await main.head()).toBe(head);
  });

  test("Main is read by first parents, oldest first, and a merge is one step", async () => {
    const { top, main } = await open();
    const cursor = await commitTexts(top, { a: "1" });
    const second = await commitTexts(top, { a: "2" });
    const { merge, side } = await mergeOf(top, { b: "1" });
    const fourth = await commitTexts(top, { a: "3" });
    const head = await main.head();

    expect(await main.since(cursor, head)).toEqual([second, merge, fourth]);
    expect(await main.since(cursor, head)).not.toContain(side);
    expect(await main.since(head, head)).toEqual([]);
  });

  test("Main is read to its cursor however many merges ago that was", async () => {
    const { top, main } = await open();
    const cursor = await commitTexts(top, { a: "1" });
    const merges: string[] = [];
    for (let n = 0; n < 25; n += 1) merges.push(await commitTexts(top, { a: `change ${n}` }));

    expect(await main.since(cursor, await main.head())).toEqual(merges);
  });

  test("A rewritten main is reported, also when this clone no longer has the commit of the cursor", async () => {
    const { top, main } = await open();
    await commitTexts(top, { a: "1" });
    const cursor = await commitTexts(top, { a: "2" });
    await main.head();
    await runGit(top, "reset", "--quiet", "--hard", "HEAD~1");

    expect(await main.since(cursor, await main.head())).toBe("rewritten");
    await commitTexts(top, { a: "another 2" });
    expect(await main.since(cursor, await main.head())).toBe("rewritten");
    expect(await main.since("f".repeat(40), await main.head())).toBe("rewritten");
  });

  test("A changed production is a folder with files that a commit of main touched and that main still has", async () => {
    const { top, main } = await open();
    const first = await commitTexts(top, {
      ...production("productions/a"),
      ...production("productions/ab"),
      "productions/a/run.sh": "1",
    });
    const resource = await commitTexts(top, { "productions/a/run.sh": "2" });
    const nothing = await commitTexts(top, { "README.md": "words" });
    await runGit(top, "rm", "--quiet", "productions/a/run.sh");
    const removedFile = await commitTexts(top, {});
    await runGit(top, "rm", "--quiet", "-r", "productions/ab");
    const removed = await commitTexts(top, {});
    await runGit(top, "mv", "productions/a", "productions/z");
    const moved = await commitTexts(top, {});
    await main.head();

    expect(await main.changed(first)).toEqual(["productions/a", "productions/ab"]);
    expect(await main.changed(resource)).toEqual(["productions/a"]);
    expect(await main.changed(nothing)).toEqual([]);
    expect(await main.changed(removedFile)).toEqual(["productions/a"]);
    expect(await main.changed(removed)).toEqual([]);
    expect(await main.changed(moved)).toEqual(["productions/z"]);
  });

  test("A change or deletion of conventions changes every production below them", async () => {
    const { top, main } = await open();
    await commitTexts(top, { ...production("productions/a"), ...production("productions/deep/b"), ...production("c") });
    const middle = await commitTexts(top, { "productions/conventions.yaml": "1" });
    const own = await commitTexts(top, { "productions/a/conventions.yaml": "1" });
    const outside = await commitTexts(top, { "conventions.yaml": "1" });
    await runGit(top, "rm", "--quiet", "productions/conventions.yaml");
    const gone = await commitTexts(top, {});
    await main.head();

    expect(await main.changed(middle)).toEqual(["productions/a", "productions/deep/b"]);
    expect(await main.changed(own)).toEqual(["productions/a"]);
    expect(await main.changed(outside)).toEqual(["c", "productions/a", "productions/deep/b"]);
    expect(await main.changed(gone)).toEqual(["productions/a", "productions/deep/b"]);
  });

  test("Changes of rules on main are listed newest first, with removals, and without other files", async () => {
    const { top, main } = await open();
    const begun = await commitTexts(top, { "conventions.yaml": "1", CODEOWNERS: "1", "a/CODEOWNERS": "1" });
    await commitTexts(top, { ...production("productions/a"), "productions/conventions.yaml.md": "1" });
    await runGit(top, "checkout", "--quiet", "-b", "topic");
    await commitTexts(top, { "productions/a b/conventions.yaml": "1" });
    await commitTexts(top, { ".github/CODEOWNERS": "1", "docs/CODEOWNERS": "1" });
    await runGit(top, "checkout", "--quiet", "main");
    await runGit(top, "merge", "--quiet", "--no-ff", "-m", "merge", "topic");
    const merge = await runGit(top, "rev-parse", "HEAD");
    await runGit(top, "rm", "--quiet", "conventions.yaml");
    const gone = await commitTexts(top, {});
    await main.head();

    const brought = [".github/CODEOWNERS", "docs/CODEOWNERS", "productions/a b/conventions.yaml"];
    expect(await main.ruleChanges(gone)).toEqual([
      { commit: gone, at: expect.stringMatching(/T.*Z$/), paths: ["conventions.yaml"] },
      { commit: merge, at: expect.stringMatching(/T.*Z$/), paths: brought },
      { commit: begun, at: expect.stringMatching(/T.*Z$/), paths: ["CODEOWNERS", "conventions.yaml"] },
    ]);
    expect((await main.ruleChanges(merge)).map(({ commit }) => commit)).toEqual([merge, begun]);
  });

  test("Campaigns are rules, listed with their time, up to a commit", async () => {
    const { top, main } = await open();
    await commitTexts(top, production("productions/a"));
    const since = await commitTexts(top, {
      "campaigns/c.yaml": "1",
      "campaigns/deep/c.yaml": "1",
      "campaigns/c.md": "1",
    });
    const later = await commitTexts(top, production("productions/a", "other"));
    await main.head();

    const at = new Date(await runGit(top, "log", "-1", "--format=%cI", since)).toISOString();
    expect((await main.ruleChanges(later))[0]).toEqual({ commit: since, at, paths: ["campaigns/c.yaml"] });
  });

  test("A merge changes only what was not yet on main", async () => {
    const { top, main } = await open();
    await commitTexts(top, { ...production("a"), ...production("b") });
    await runGit(top, "checkout", "--quiet", "-b", "topic");
    await commitTexts(top, production("b", "on the branch"));
    await runGit(top, "checkout", "--quiet", "main");
    await commitTexts(top, production("a", "on main"));
    await runGit(top, "merge", "--quiet", "--no-ff", "-m", "merge", "topic");
    const head = await main.head();

    expect(await main.changed(head)).toEqual(["b"]);
  });

  test("A merge names main before it, and all paths that the merge or a commit of its branch changed", async () => {
    const { top, main } = await open();
    const first = await commitTexts(top, { a: "1", old: "1" });
    await runGit(top, "checkout", "--quiet", "-b", "topic");
    await commitTexts(top, { rules: "2" });
    await runGit(top, "mv", "old", "new");
    const side = await commitTexts(top, { b: "2" });
    await runGit(top, "checkout", "--quiet", "main");
    const before = await commitTexts(top, { a: "3" });
    await runGit(top, "merge", "--quiet", "--no-ff", "-m", "merge", "topic");
    const head = await main.head();
    const sorted = async (commit: string, branch?: string) => {
      const found = await main.merged(commit, branch);
      return { base: found?.base, paths: found?.paths.toSorted() };
    };

    expect(await sorted(head, side)).toEqual({ base: before, paths: ["b", "new", "old", "rules"] });
    await runGit(top, "reset", "--quiet", "--hard", before);
    await runGit(top, "cherry-pick", `${first}..topic`);
    const last = await main.head();
    expect((await sorted(last)).paths).toEqual(["b", "new", "old"]);
    expect((await sorted(last, side)).paths).toEqual(["b", "new", "old", "rules"]);
    expect(await main.merged(first)).toBeUndefined();
  });

  test("An unmerged branch has the changes and the history since its begin on main", async () => {
    const { top, main } = await open();
    const left = await commitTexts(top, { a: "1" });
    await runGit(top, "checkout", "--quiet", "-b", "topic");
    const first = await commitTexts(top, { "b/c": "1" });
    const second = await commitTexts(top, { d: "1" });
    await runGit(top, "checkout", "--quiet", "main");
    const later = await commitTexts(top, { e: "1" });
    await runGit(top, "merge", "--quiet", "--no-ff", "-m", "so that a remote hands it out", "topic");
    await main.head();

    expect((await main.changedSinceMain(second, later)).toSorted()).toEqual(["b/c", "d"]);
    expect([await main.holds(second, first), await main.holds(second, second)]).toEqual([true, true]);
    expect([await main.holds(first, second), await main.holds(second, later)]).toEqual([false, false]);
    expect(await main.holds(second, left)).toBe(true);
    expect(await main.holds(second, "0".repeat(40))).toBe(false);
  });

  test("A production at the top of the repository is changed by every file", async () => {
    const { top, main } = await open();
    await commitTexts(top, { "production.yaml": "schema: 1\n" });
    const head = await commitTexts(top, { "run.sh": "1" });
    await main.head();

    expect(await main.changed(head)).toEqual(["."]);
  });

  test("The last change of a production is the step on main that brought its content, whoever made that step", async () => {
    const { top, main } = await open();
    const first = await commitTexts(top, { ...production("a"), ...production("b") });
    const { merge } = await mergeOf(top, production("a", "merged"));
    await commitTexts(top, { other: "1" });
    const head = await main.head();

    expect(await main.lastChanges(head, ["a", "b", "nothing"])).toEqual(
      new Map([
        ["a", { commit: merge, author: "Grace" }],
        ["b", { commit: first, author: "Ada" }],
      ]),
    );
    // The newest first: what is made of several places was brought by the newest of their changes.
    expect([...(await main.lastChanges(head, ["b", "a"])).keys()]).toEqual(["a", "b"]);
    expect(await main.lastChanges(head, [])).toEqual(new Map());
  });

  test("The last changes of many folders are found in one walk of main, past steps that changed nothing", async () => {
    const { top, main } = await open();
    const folders = Array.from({ length: 150 }, (_, n) => `productions/p${n}`);
    const all = await commitTexts(top, Object.assign({ top: "1" }, ...folders.map((folder) => production(folder))));
    await runGit(
      top,
      "-c",
      "user.name=Eve",
      "-c",
      "user.email=e@e",
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      "empty",
    );
    const one = await commitTexts(top, { "productions/p7/deep/run.sh": "1" });
    const found = await main.lastChanges(await main.head(), folders);

    expect(found.size).toBe(150);
    expect(found.get("productions/p7")?.commit).toBe(one);
    expect(found.get("productions/p70")?.commit).toBe(all);
  });

  test.each(["star*", ":(top)x", "a[b]", "h\u00e9 llo"])(
    "A production folder with the name %j is not read as a pattern of git",
    async (strange) => {
      const { top, main } = await open();
      const brought = await commitTexts(top, production(strange));
      await commitTexts(top, { ...production("star1"), ...production("ab"), ...production("x") });
      const head = await main.head();

      expect((await main.lastChanges(head, [strange])).get(strange)).toEqual({ commit: brought, author: "Ada" });
    },
  );

  test("A commit of main can be read as a snapshot of files", async () => {
    const { top, main } = await open();
    const first = await commitTexts(top, production("a"));
    await commitTexts(top, production("b"));
    await main.head();

    expect(await main.at(first).productions(".")).toEqual(["a"]);
  });
});

test("A shallow clone is a Failure, because the history of main is cut off", async () => {
  const { top } = await local();
  await commitTexts(top, { a: "1" });
  await commitTexts(top, { a: "2" });
  const dir = await emptyFolder();
  await runGit(dir, "clone", "--quiet", "--depth=1", `file://${top}`, ".");

  await expect(gitMain(dir, localRefs(dir), noForeign).head()).rejects.toThrow(/shallow/);
  await expect(gitMain(dir, remoteRefs(dir, "origin"), noForeign).head()).rejects.toThrow(/shallow/);
});

test("New commits of a remote main are fetched, and a remote out of reach is a Failure", async () => {
  const { top } = await local();
  const cursor = await commitTexts(top, { a: "1" });
  const dir = await cloneOf(top);
  const main = gitMain(dir, remoteRefs(dir, "origin"), noForeign);
  const next = await commitTexts(top, { a: "2" });

  expect(await main.since(cursor, await main.head())).toEqual([next]);
  await runGit(dir, "remote", "set-url", "origin", `${top}/gone`);
  await expect(main.head()).rejects.toThrow(Failure);
});
