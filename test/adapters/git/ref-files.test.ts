import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isShallowInFiles, refInFiles } from "../../../action/adapters/git/ref-files.ts";
import { git } from "../../../action/adapters/git/run.ts";

let dir = "";
let head = "";
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "shrek-refs-"));
  await git(dir, ["init", "--quiet", "-b", "main"]);
  const who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  await git(dir, [...who, "commit", "--quiet", "--allow-empty", "-m", "One"]);
  head = (await git(dir, ["rev-parse", "HEAD"])).trim();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("A git ref is read from its own file or from packed refs, or is absent", async () => {
  expect(refInFiles(dir, "refs/heads/main")).toEqual({ kind: "at", oid: head });
  await git(dir, ["pack-refs", "--all"]);
  expect(refInFiles(dir, "refs/heads/main")).toEqual({ kind: "at", oid: head });
  expect(refInFiles(dir, "refs/heads/mai")).toEqual({ kind: "at", oid: undefined });
  expect(refInFiles(dir, "heads/main")).toEqual({ kind: "at", oid: undefined });
  expect(refInFiles(join(dir, ".git"), "refs/heads/main")).toEqual({ kind: "at", oid: head });
});

test("A folder of branches is not read as a branch", async () => {
  await git(dir, ["branch", "ledger/old"]);
  expect(refInFiles(dir, "refs/heads/ledger")).toEqual({ kind: "at", oid: undefined });
});

test("A symbolic ref, a second work tree and a folder without git are left to git itself", async () => {
  await git(dir, ["symbolic-ref", "refs/heads/ledger", "refs/heads/main"]);
  expect(refInFiles(dir, "refs/heads/ledger")).toEqual({ kind: "ask-git" });
  await git(dir, ["worktree", "add", "--quiet", "--detach", join(dir, "second")]);
  expect(refInFiles(join(dir, "second"), "refs/heads/main")).toEqual({ kind: "ask-git" });
  expect(refInFiles(join(dir, ".git/worktrees/second"), "refs/heads/main")).toEqual({ kind: "ask-git" });
  expect(refInFiles(join(dir, "nowhere"), "refs/heads/main")).toEqual({ kind: "ask-git" });
});

test("A cut history is recognised by git's own file, and in a second work tree by git itself", async () => {
  expect(isShallowInFiles(dir)).toBe(false);
  const cut = join(dir, "cut");
  await git(dir, ["commit-tree", "-p", head, "-m", "Two", `${head}^{tree}`]).then((second) =>
    git(dir, ["update-ref", "refs/heads/main", second.trim()]),
  );
  await git(dir, ["clone", "--quiet", "--depth=1", `file://${dir}`, cut]);
  expect(isShallowInFiles(cut)).toBe(true);
  await git(dir, ["worktree", "add", "--quiet", "--detach", join(dir, "second")]);
  expect(isShallowInFiles(join(dir, "second"))).toBeUndefined();
  vi.stubEnv("GIT_DIR", dir);
  expect(isShallowInFiles(cut)).toBeUndefined();
});
