import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { gitMain, mainLine } from "../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { githubMainLine } from "../../action/adapters/github/github-main-line.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { MainLine } from "../../action/ports/main-line.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { start } from "../../scripts/sandbox/github/start.ts";
import { commitTexts } from "./commit-texts.ts";
import { cloneOf, runGit } from "./git-place.ts";

/** Both look at the same repository, into which a clone pushes. */
const raise = async (which: "git" | "GitHub"): Promise<{ readonly hand: string; readonly line: MainLine }> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-line-"));
  const github = await start({ dir, owner: "sphenix", repo: "productions" });
  onTestFinished(async () => {
    await github.close();
    await rm(dir, { recursive: true, force: true });
  });
  github.addUser("bot", "write");
  await github.commit({ branch: "main", login: "bot", files: { "README.md": "x" } });
  const hand = await cloneOf(github.gitDir());
  const line =
    which === "git"
      ? mainLine(gitMain(github.gitDir(), localRefs(github.gitDir()), noForeign))
      : githubMainLine(openRepo(github.mintToken({ login: "bot" }), "sphenix/productions", github.url));
  return { hand, line };
};

const push = (hand: string) => runGit(hand, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/main");

describe.each(["git", "GitHub"] as const)("main as %s tells it", (which) => {
  test("Main descends from its earlier commits, and from its own head", async () => {
    const { hand, line } = await raise(which);
    const before = await line.head();
    const after = await commitTexts(hand, { a: "1" });
    await push(hand);

    expect(await line.head()).toBe(after);
    expect(await line.descends(after, before)).toBe(true);
    expect(await line.descends(after, after)).toBe(true);
    expect(await line.descends(before, after)).toBe(false);
  });

  test("Main does not descend from a commit that a force push removed, nor from an unknown commit", async () => {
    const { hand, line } = await raise(which);
    const lost = await commitTexts(hand, { a: "1" });
    await push(hand);
    await runGit(hand, "reset", "--quiet", "--hard", "HEAD~1");
    await commitTexts(hand, { a: "2" });
    await push(hand);
    const head = await line.head();

    expect(await line.descends(head, lost)).toBe(false);
    expect(await line.descends(head, "f".repeat(40))).toBe(false);
  });
});
