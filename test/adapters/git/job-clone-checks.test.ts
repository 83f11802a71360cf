import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { mainWanted, openClone } from "../../../action/adapters/git/job-clone.ts";
import { runGit } from "../../contracts/git-place.ts";

test.each([
  { what: "a folder that git itself would obey", name: ".git" },
  { what: "a name that is a path", name: "a/b" },
])("A clone of a job takes no commit with $what, also where git fetches it", async ({ name }) => {
  const temporary = await mkdtemp(join(tmpdir(), "shrek-checks-"));
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const dir = join(temporary, "origin");
  await runGit(temporary, "init", "--quiet", "origin");
  const { stdout: blob } = await execa("git", ["hash-object", "-w", "--stdin"], { cwd: dir, input: "x" });
  const { stdout: tree } = await execa("git", ["hash-object", "-w", "--literally", "-t", "tree", "--stdin"], {
    cwd: dir,
    input: Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, "hex")]),
  });
  const commit = await runGit(dir, "commit-tree", "-m", "x", tree);
  await runGit(dir, "update-ref", "refs/heads/main", commit);

  await expect(openClone({ url: dir, env: {}, temporary }, [mainWanted])).rejects.toThrow(
    /\b(hasDotgit|fullPathname)\b/,
  );
});
