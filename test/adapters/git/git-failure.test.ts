import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { gitFailure } from "../../../action/adapters/git/git-failure.ts";
import { knownRefs, revisionNamed } from "../../../action/adapters/git/local.ts";
import { remoteFailure } from "../../../action/adapters/git/remote-failure.ts";
import { git } from "../../../action/adapters/git/run.ts";
import { describeError } from "../../../action/core/problems/failure.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const aRepository = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-git-failure-"));
  await git(dir, ["init", "--quiet"]);
  const author = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
  await git(dir, [...author, "commit", "--quiet", "--allow-empty", "-m", "first"]);
  return dir;
};

const saidOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it went well",
    (error: unknown) => describeError(error),
  );

test("a git that is not there is said to be missing from PATH", async () => {
  vi.stubEnv("PATH", "/nonexistent");

  expect(await saidOf(git("/", ["status"]))).toBe(
    "git could not be started: it is in no folder of PATH. Install git 2.30 or newer, or add its folder to PATH.",
  );
});

test("a name that is no revision is absent, and in a repository without HEAD nobody looked", async () => {
  const dir = await aRepository();
  expect(await revisionNamed(dir, "no-such")).toBeUndefined();

  await rm(join(dir, ".git/HEAD"));

  const why =
    /^git rev-parse failed in .*: not a git repository .*its folder \.git is damaged: work in a fresh clone\.$/;
  expect(await saidOf(revisionNamed(dir, "main"))).toMatch(why);
  expect(await saidOf(knownRefs(dir).read("refs/heads/ledger"))).toContain("git for-each-ref failed in");
});

test("git's own words are told, with what a person can do about them", async () => {
  const dir = await aRepository();
  const broken = saidOf(git(dir, ["cat-file", "-p", "0123456789012345678901234567890123456789"]));

  expect(await broken).toContain("git cat-file failed in");
  expect(await saidOf(git(dir, ["-c", "core.x=y", "log", "no-such"]))).toMatch(
    /^git log failed in .*unknown revision.*\. Name a commit that this clone has/,
  );
  expect(await saidOf(git(dir, ["no-such-verb"]))).toContain("`git status` and `git fsck` in that folder say more");
});

test("a clone in which nobody may write", () => {
  const dir = "/clone";
  const words = "error: insufficient permission for adding an object to repository database .git/objects\nfatal: x";

  expect(describeError(gitFailure(dir, ["commit"], words))).toMatch(/Work in a clone in which you may write\.$/);
});

test("a proxy that wants a login is no network that is away", () => {
  const said = "fatal: unable to access 'https://git.example.org/x.git/': CONNECT tunnel failed, response 407";

  expect(describeError(remoteFailure("origin", { kind: "read", ref: "refs/heads/main" }, said))).toMatch(
    /^The remote "origin" cannot be read: .*The proxy wants a login/,
  );
});
