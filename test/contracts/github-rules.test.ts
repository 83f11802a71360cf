import { expect, test } from "vitest";
import { githubRules } from "../../action/adapters/github/github-rules.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import { aGithub, here, personOf } from "../sandbox/github/githubs.ts";

const rulesOf = async (github: GithubHandle) => {
  const permissions = { contents: "read" } as const;
  const repository = `${here.owner}/${here.repo}`;
  const token = github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions, repository });
  return githubRules(openRepo(token, repository, github.url)).above(["productions/a"]);
};
const owners = (bytes: number): string => `${"# a comment\n".repeat(Math.ceil(bytes / 12))}* @grace\n`;
const megabyte = 1024 * 1024;

test.each([
  ["a small CODEOWNERS", 1000, "read"],
  ["one of 2 MB, whose content GitHub leaves out", 2 * megabyte, "read"],
  ["one that GitHub does not read either", 4 * megabyte, "unreadable"],
])("%s is never read as a CODEOWNERS file without owners", async (_, bytes, kind) => {
  const github = await aGithub();
  await github.commit({ branch: "main", login: "alice", files: { ".github/CODEOWNERS": owners(bytes) } });

  const { codeOwners } = await rulesOf(github);

  expect(codeOwners?.kind).toBe(kind);
  if (codeOwners?.kind === "read") expect(JSON.stringify(codeOwners.value)).toContain("grace");
});

test("GitHub leaves out the content of a file above 1 MB, and refuses one above 100 MB", async () => {
  const github = await aGithub({ largestBlob: 2 * megabyte });
  const { rest } = personOf(github, "alice");
  const files = { large: "x".repeat(megabyte + 1), huge: "x".repeat(2 * megabyte + 1) };
  await github.commit({ branch: "main", login: "alice", files });

  expect((await rest.repos.getContent({ ...here, path: "large" })).data).toMatchObject({
    encoding: "none",
    content: "",
    size: megabyte + 1,
  });
  await expect(rest.repos.getContent({ ...here, path: "huge" })).rejects.toMatchObject({ status: 403 });
});
