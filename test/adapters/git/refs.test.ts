import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { localRefs, remoteRefs } from "../../../action/adapters/git/refs.ts";
import { gitIn } from "../../../scripts/demo/scene.ts";
import { countGit } from "./count-git.ts";

/** A clone with a commit that its remote lacks, where another process holds the lock of main; `hook` runs at each push. */
const locked = async (hook: string) => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-refs-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  const [bare, clone] = [join(dir, "bare.git"), join(dir, "clone")];
  await gitIn(dir, "init", "--quiet", "--bare", "--initial-branch=main", bare);
  await gitIn(dir, "init", "--quiet", "--initial-branch=main", clone);
  await gitIn(clone, "remote", "add", "origin", bare);
  const commit = async (): Promise<string> => {
    await gitIn(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "c");
    return (await gitIn(clone, "rev-parse", "HEAD")).trim();
  };
  const from = await commit();
  await gitIn(clone, "push", "--quiet", "origin", "main");
  const to = await commit();
  const lock = join(bare, "refs/heads/main.lock");
  await writeFile(lock, "");
  await writeFile(join(bare, "hooks/pre-receive"), `#!/bin/sh\n${hook.replace("LOCK", `'${lock}'`)}\n`);
  await chmod(join(bare, "hooks/pre-receive"), 0o755);
  return { bare, clone, from, to };
};

test.each(["with git's push", "in a folder"])(
  "A push %s that meets another process at its branch is made again, and says as before what the branch is",
  async (how) => {
    const { bare, clone, from, to } = await locked("[ ! -e met ] || rm -f LOCK; touch met");
    const refs = remoteRefs(clone, "origin", {}, how === "in a folder" ? bare : undefined);

    expect(await refs.swap("refs/heads/main", from, to)).toBe("swapped");
    expect(await refs.swap("refs/heads/main", from, to)).toBe("swapped");
    expect(await refs.swap("refs/heads/main", undefined, from)).toBe("moved");
  },
);

test("A push to a branch whose lock nobody takes away ends with what git says", async () => {
  const { clone, from, to } = await locked("exit 0");

  await expect(remoteRefs(clone, "origin").swap("refs/heads/main", from, to)).rejects.toThrow("main.lock");
});

test("A branch of this repository is read without a process of git, loose or packed, and a linked one by git", async () => {
  const { bare, from } = await locked("exit 0");
  await rm(join(bare, "refs/heads/main.lock"));
  const refs = localRefs(bare);
  const counted = await countGit();

  expect(await refs.read("refs/heads/main")).toBe(from);
  expect(await refs.read("refs/heads/other")).toBeUndefined();
  expect(await counted()).toEqual([]);
  await gitIn(bare, "pack-refs", "--all");
  await gitIn(bare, "symbolic-ref", "refs/heads/linked", "refs/heads/main");
  expect(await refs.read("refs/heads/main")).toBe(from);
  expect(await refs.read("refs/heads/linked")).toBe(from);
  expect(await counted()).toEqual(["pack-refs", "symbolic-ref", "show-ref"]);
});

test.each(["here", "at its remote"])(
  "A branch %s is removed only where it stands at the commit that was seen, and may be gone already",
  async (where) => {
    const { clone, from, to } = await locked("exit 0");
    const refs = where === "here" ? localRefs(clone) : remoteRefs(clone, "origin");
    const side = "refs/heads/side";
    expect(await refs.swap(side, undefined, to)).toBe("swapped");

    expect(await refs.drop(side, from)).toBe("moved");
    expect(await refs.read(side)).toBe(to);
    expect(await refs.drop(side, to)).toBe("gone");
    expect(await refs.read(side)).toBeUndefined();
    expect(await refs.drop(side, to)).toBe("gone");
  },
);
