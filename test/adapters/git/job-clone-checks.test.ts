import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { mainWanted, openClone } from "../../../action/adapters/git/job-clone.ts";
import { runGit } from "../../contracts/git-place.ts";

test("A clone of a job takes no commit with a folder that git itself would obey, also where git fetches it", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "shrek-checks-"));
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const dir = join(temporary, "origin");
  await runGit(temporary, "init", "--quiet", "origin");
  const { stdout: blob } = await execa("git", ["hash-object", "-w", "--stdin"], { cwd: dir, input: "x" });
  const { stdout: tree } = await execa("git", ["mktree"], { cwd: dir, input: `100644 blob ${blob}\t.git\n` });
  const commit = await runGit(dir, "commit-tree", "-m", "x", tree);
  await runGit(dir, "update-ref", "refs/heads/main", commit);

  await expect(openClone({ url: dir, env: {}, temporary }, [mainWanted])).rejects.toThrow();
});
