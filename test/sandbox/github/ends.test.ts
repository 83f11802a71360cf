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
