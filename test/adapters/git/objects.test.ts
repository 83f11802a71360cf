import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { objectSizes, readObjects } from "../../../action/adapters/git/objects.ts";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyFolder, emptyRepository, runGit, writeText } from "../../contracts/git-place.ts";

test("A git object reader with open questions does not end, however long the answers take", async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-objects-"));
  execFileSync("git", ["init", "--quiet", dir]);
  const oid = execFileSync("git", ["-C", dir, "hash-object", "-w", "--stdin"], { input: "text" }).toString().trim();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());

  const questions = [readObjects(dir, [oid]), readObjects(dir, [oid])];
  vi.advanceTimersByTime(60_000);

  const found = await Promise.all(questions);
  expect(found.map(([object]) => object?.toString())).toEqual(["text", "text"]);
  // Now it has nothing to do, and ends by itself.
  vi.advanceTimersByTime(60_000);
  expect((await readObjects(dir, [oid])).map(String)).toEqual(["text"]);
});

test("A git that has no commands for objects is asked in its own way, from the first answer on", async () => {
  const dir = await emptyRepository();
  const oid = await runGit(dir, "rev-parse", `${await commitTexts(dir, { file: "text" })}:file`);
  const bin = await emptyFolder();
  const real = await runGit(dir, "--exec-path");
  const older = `case "$*" in *--batch-command*) echo "error: unknown option \`batch-command'" >&2; exit 129;; esac`;
  await writeText(
    bin,
    "git",
    `#!/bin/sh\n${older.replaceAll("`", "\\`")}\necho "$*" >>'${bin}/log'\nexec '${real}/git' "$@"\n`,
  );
  await chmod(join(bin, "git"), 0o755);
  vi.stubEnv("PATH", `${bin}:${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());

  for (const _ of [1, 2]) {
    expect((await readObjects(dir, [oid, "gone"])).map((object) => object?.toString())).toEqual(["text", undefined]);
    expect(await objectSizes(dir, [oid])).toEqual([4]);
  }
  expect((await readFile(join(bin, "log"), "utf8")).match(/--batch\S*/g)).toEqual(["--batch", "--batch-check"]);
});
