import { expect, test } from "vitest";
import { aGithub, git, here, octokitOf, tempDir } from "./githubs.ts";

const hour = 3_600_000;

test.each([
  ["app", 1],
  ["workflow", 24],
] as const)("A GitHub token of a %s ends after %i hours, for REST and git", async (kind, hours) => {
  let now = Date.parse("2026-11-28T10:00:00Z");
  const github = await aGithub({ now: () => new Date(now) });
  const token = github.mintToken({ login: "x[bot]", kind });
  const { rest } = octokitOf(github, token);
  const ask = () => rest.repos.get(here);

  now += hours * hour - 1000;
  await ask();
  now += 1000;

  await expect(ask()).rejects.toMatchObject({ status: 401, message: expect.stringContaining("Bad credentials") });
  await expect(git(await tempDir(), "ls-remote", github.cloneUrl(token))).rejects.toThrow(/Authentication failed/);
});

test("More pushes a minute and wider directories than GitHub recommends are reported by the sandbox, and not refused", async () => {
  let now = Date.parse("2026-11-28T10:00:00Z");
  const github = await aGithub({ now: () => new Date(now) });
  const dir = await tempDir();
  await git(dir, "clone", "--quiet", github.cloneUrl(github.mintToken({ login: "alice" })), ".");
  const pushAll = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      await git(dir, "commit", "--quiet", "--allow-empty", "-m", "More");
      await git(dir, "push", "--quiet", "origin", "HEAD:refs/heads/more");
    }
  };

  await pushAll(6);
  now += 60_000;
  await pushAll(1);
  expect(await github.warnings()).toEqual([]);

  await pushAll(6);
  const files = Object.fromEntries(Array.from({ length: 3001 }, (_, index) => [`wide/${index}.txt`, "x\n"]));
  await github.commit({ branch: "wide", files, login: "alice" });
  expect(await github.warnings()).toEqual([
    "sphenix/productions had 7 pushes in a minute; GitHub recommends 6 at most.",
    "refs/heads/wide:wide has 3001 entries; GitHub recommends 3000 at most.",
  ]);
});
