import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { remoteRefs } from "../../../action/adapters/git/refs.ts";
import { gitIn } from "../../../scripts/demo/scene.ts";

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
