import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type GitRefs, localRefs, remoteRefs } from "../../action/adapters/git/refs.ts";
import { gitTags } from "../../action/adapters/git/tags.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { Tags } from "../../action/ports/tags.ts";
import { commitTexts } from "./commit-texts.ts";
import { cloneOf, emptyRepository, frozenClock, type Gate, gate, installHook, runGit } from "./git-place.ts";

type Place = {
  /** The repository that holds the tags. */
  readonly repository: string;
  readonly commit: string;
  tags(pass?: Gate): Promise<Tags>;
};

const held = (refs: GitRefs, pass: Gate | undefined): GitRefs => ({
  ...refs,
  swap: async (...move) => {
    await pass?.();
    return refs.swap(...move);
  },
});
const clock = frozenClock((bytes) => randomBytes(bytes));

const folder = "productions/p";
const files = {
  ".github/workflows/check.yml": "on: push\n",
  "README.md": "productions\n",
  "productions/conventions.yaml": "conventions: 1\n",
  "productions/_shared/geometry.txt": "box\n",
  "productions/p/production.yaml": "request: 1\n",
  "productions/p/macros/one.C": "void one() {}\n",
  "productions/other/production.yaml": "request: 1\n",
};

const local = async (): Promise<Place> => {
  const dir = await emptyRepository();
  const commit = await commitTexts(dir, files);
  return {
    repository: dir,
    commit,
    tags: async (pass) => gitTags(dir, held(localRefs(dir), pass), clock),
  };
};

const behindRemote = async (refsIn: (dir: string, folder: string) => GitRefs): Promise<Place> => {
  const { repository, commit } = await local();
  return {
    repository,
    commit,
    tags: async (pass) => {
      const dir = await cloneOf(repository);
      return gitTags(dir, held(refsIn(dir, repository), pass), clock);
    },
  };
};
const remote = (): Promise<Place> => behindRemote((dir) => remoteRefs(dir, "origin"));
const inFolder = (): Promise<Place> => behindRemote((dir, top) => remoteRefs(dir, "origin", {}, top));

const name = "production/sP26a-toy/1.0.0";

describe.each([
  ["of this clone", local],
  ["of a remote", remote],
  ["of a remote in a folder", inFolder],
])("the tags %s", (_, open) => {
  test("A tag for one run is refused where a person made a tag for the whole version, and other tags are not affected", async () => {
    const { repository, commit, tags } = await open();
    await runGit(repository, "tag", "--annotate", "--message", "by hand", name, commit);
    const ours = await tags();

    const [below, beside] = await Promise.allSettled([
      ours.create(`${name}/66001`, { commit, folder }, "a promise\n"),
      ours.create("production/sP26a-toy/1.1.0/66001", { commit, folder }, "a promise\n"),
    ]);

    expect(below).toMatchObject({ status: "rejected", reason: expect.any(Failure) });
    expect(beside).toEqual({ status: "fulfilled", value: "created" });
    expect(await ours.message(name)).toBe("by hand\n");
    expect(await ours.message(`${name}/66001`)).toBeUndefined();
  });

  test("A git tag of a production that does not exist has no message", async () => {
    const { tags } = await open();

    expect(await (await tags()).message(name)).toBeUndefined();
    expect(await (await tags()).names()).toEqual([]);
  });

  test.each(["one line\n", "title\n\nbody \u{1f600}\n\nmore\n", "no end", "\n\nleading\n"])(
    "An annotated tag keeps its message byte for byte: %j",
    async (message) => {
      const { tags, commit, repository } = await open();

      expect(await (await tags()).create(name, { commit, folder }, message)).toBe("created");
      expect(await (await tags()).message(name)).toBe(message);
      expect(await (await tags()).names()).toEqual([name]);
      expect(await runGit(repository, "cat-file", "-t", `refs/tags/${name}`)).toBe("tag");
    },
  );

  test("The tag of a production holds its folder with the conventions, without workflows and history, and names the commit of main", async () => {
    const { tags, commit, repository } = await open();

    await (await tags()).create(name, { commit, folder }, "ours\n");

    const kept = ["productions/_shared/geometry.txt", "productions/conventions.yaml"];
    const own = ["productions/p/macros/one.C", "productions/p/production.yaml"];
    expect((await runGit(repository, "ls-tree", "-r", "--name-only", name)).split("\n")).toEqual([...kept, ...own]);
    for (const path of own)
      expect(await runGit(repository, "rev-parse", `${name}:${path}`)).toBe(
        await runGit(repository, "rev-parse", `${commit}:${path}`),
      );
    expect(await runGit(repository, "rev-list", "--count", name)).toBe("1");
    expect(await runGit(repository, "log", "-1", "--format=%B", name)).toContain(`as ${commit} of main has them`);
    await runGit(repository, "checkout", "--quiet", name);
    expect(await runGit(repository, "status", "--porcelain")).toBe("");
    expect(await runGit(repository, "fsck", "--strict")).not.toContain("error");
  });

  test("A production at the top of its repository is tagged without .github", async () => {
    const { tags, commit, repository } = await open();

    await (await tags()).create(name, { commit, folder: "." }, "ours\n");

    expect(await runGit(repository, "ls-tree", "--name-only", name)).toBe("README.md\nproductions");
  });

  test("A git tag of a folder that main does not hold is a Failure", async () => {
    const { tags, commit } = await open();

    await expect((await tags()).create(name, { commit, folder: "productions/none" }, "ours\n")).rejects.toThrow(
      Failure,
    );
  });

  test("A git tag of a production is made once and never moves, with the same message or another", async () => {
    const { tags, commit, repository } = await open();
    await (await tags()).create(name, { commit, folder }, "first\n");
    const next = await commitTexts(repository, { a: "2" });
    const late = await tags();

    expect(await late.create(name, { commit, folder }, "first\n")).toBe("exists");
    expect(await late.create(name, { commit: next, folder }, "second\n")).toBe("exists");
    expect(await late.message(name)).toBe("first\n");
    expect(await runGit(repository, "log", "-1", "--format=%B", name)).toContain(commit);
  });

  test.each([
    ["other words", "one\n", "two\n"],
    ["the same words in the same second", "same\n", "same\n"],
  ])("Exactly one of two processes that make a tag with %s at the same moment creates the tag", async (_, one, two) => {
    const { tags, commit } = await open();
    const together = gate(2);
    const writers = [await tags(together), await tags(together)];

    const answers = await Promise.all(
      writers.map((writer, index) => writer.create(name, { commit, folder }, index === 0 ? one : two)),
    );

    expect(answers.toSorted()).toEqual(["created", "exists"]);
    expect(await (await tags()).message(name)).toBe(answers[0] === "created" ? one : two);
  });

  test("A git tag made by hand without a message is a Failure and not an absent tag", async () => {
    const { tags, repository } = await open();
    await runGit(repository, "tag", name);

    await expect((await tags()).message(name)).rejects.toThrow(Failure);
    await expect((await tags()).message(name)).rejects.toThrow(/not an annotated tag/);
    expect(await (await tags()).names()).toEqual([name]);
  });

  test("Other tags are not listed, and a longer name that ends like a production's tag is a different tag", async () => {
    const { tags, repository } = await open();
    await runGit(repository, "tag", "-m", "release", "v1.0.0");
    await runGit(repository, "tag", "-m", "alike", `refs/tags/${name}`);
    await runGit(repository, "branch", name);

    expect(await (await tags()).names()).toEqual([]);
    expect(await (await tags()).message(name)).toBeUndefined();
  });
});

test("A git tag of a production that the server refuses is a Failure", async () => {
  const { tags, commit, repository } = await remote();
  await installHook(`${repository}/.git`, "pre-receive", "exit 1");

  await expect((await tags()).create(name, { commit, folder }, "ours\n")).rejects.toThrow(Failure);
});

test("A tag whose answer is lost after the remote accepted the tag counts as created", async () => {
  const { tags, commit, repository } = await remote();
  const dies = `[ "$1" = committed ] && grep -q refs/tags/ && kill -9 $PPID; exit 0`;
  await installHook(`${repository}/.git`, "reference-transaction", dies);

  expect(await (await tags()).create(name, { commit, folder }, "ours\n")).toBe("created");
});
