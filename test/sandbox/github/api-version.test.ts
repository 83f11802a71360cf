import { expect, test } from "vitest";
import { aGithub, aPull, here, personOf } from "./githubs.ts";

test("In GitHub's API version 2026-03-10 a pull request has no merge_commit_sha, the version before has one, and an unknown version is refused", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const { rest } = personOf(github, "alice");
  const asked = async (version?: string) => {
    const headers = version === undefined ? {} : { "x-github-api-version": version };
    const { data } = await rest.pulls.get({ ...here, pull_number: number, headers });
    return ["merge_commit_sha" in data, "assignee" in data, "number" in data];
  };

  expect(await asked()).toEqual([true, true, true]);
  expect(await asked("2022-11-28")).toEqual([true, true, true]);
  expect(await asked("2026-03-10")).toEqual([false, false, true]);
  await expect(asked("2024-01-01")).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("not a supported version"),
  });
});
