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

const commandRecord = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it went well",
    (error: unknown) => describeError(error),
  );

test("A missing git program is reported as missing from PATH", async () => {
  vi.stubEnv("PATH", "/nonexistent");

  expect(await commandRecord(git("/", ["status"]))).toBe(
    "git could not be started: it is in no folder of PATH. Install git 2.30 or newer, or add its folder to PATH.",
  );
});

test("A name that is no revision is absent, but a repository without HEAD is a failure", async () => {
  const dir = await aRepository();
  expect(await revisionNamed(dir, "no-such")).toBeUndefined();

  await rm(join(dir, ".git/HEAD"));

  const why =
    /^git rev-parse failed in .*: not a git repository .*its folder \.git is damaged: work in a fresh clone\.$/;
  expect(await commandRecord(revisionNamed(dir, "main"))).toMatch(why);
  expect(await commandRecord(knownRefs(dir).read("refs/heads/ledger"))).toContain("git for-each-ref failed in");
});

test("An error message of git is shown together with what a person can do", async () => {
  const dir = await aRepository();
  const broken = commandRecord(git(dir, ["cat-file", "-p", "0123456789012345678901234567890123456789"]));

  expect(await broken).toContain("git cat-file failed in");
  expect(await commandRecord(git(dir, ["-c", "core.x=y", "log", "no-such"]))).toMatch(
    /^git log failed in .*unknown revision.*\. Name a commit that this clone has/,
  );
  expect(await commandRecord(git(dir, ["no-such-verb"]))).toContain(
    "`git status` and `git fsck` in that folder say more",
  );
});

test("A git clone without write permission is reported with a way out", () => {
  const dir = "/clone";
  const words = "error: insufficient permission for adding an object to repository database .git/objects\nfatal: x";

  expect(describeError(gitFailure(dir, ["commit"], words))).toMatch(/Work in a clone in which you may write\.$/);
});

test("A proxy that asks for a login is not reported as a missing network", () => {
  const said = "fatal: unable to access 'https://git.example.org/x.git/': CONNECT tunnel failed, response 407";

  expect(describeError(remoteFailure("origin", { kind: "read", ref: "refs/heads/main" }, said))).toMatch(
    /^The remote "origin" cannot be read: .*The proxy wants a login/,
  );
});
