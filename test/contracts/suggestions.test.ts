import { expect, test } from "vitest";
import { suggestOn } from "../../action/adapters/github/github-suggestions.ts";
import { openRepo, type Repo } from "../../action/adapters/github/octokit.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import type { Permissions } from "../../scripts/sandbox/github/permissions.ts";
import { aGithub, here, personOf } from "../sandbox/github/githubs.ts";

const bot = "github-actions[bot]";
const file = "productions/p/production.yaml";
const text = (version: string): string => Array.from({ length: 20 }, (_, n) => `line${n}: ${version}\n`).join("");

const asJob = (github: GithubHandle, permissions: Permissions = { "pull-requests": "write" }): Repo =>
  openRepo(github.mintToken({ login: bot, kind: "workflow", permissions }), `${here.owner}/${here.repo}`, github.url);

/** A pull request that changes line 10 of a file. */
const aChange = async () => {
  const github = await aGithub();
  await github.commit({ branch: "main", login: "ada", message: "Begin", files: { [file]: text("one") } });
  const change = text("one").replace("line9: one", "line9: two");
  const head = await github.commit({ branch: "change", login: "ada", message: "Change", files: { [file]: change } });
  const { data } = await personOf(github, "ada").rest.pulls.create({
    ...here,
    title: "x",
    head: "change",
    base: "main",
  });
  const standing = async () => {
    const { rest } = personOf(github, "bob");
    const found = await rest.pulls.listReviewComments({ ...here, pull_number: data.number });
    return found.data.map(({ line, body }) => [line ?? null, body.split("\n").at(-1)]);
  };
  return { github, change, head, pullRequest: data.number, standing };
};

const suggest = (line: number, body: string) => ({ path: file, line, body });

test("A suggestion on a pull request is made once, and again after its line was changed", async () => {
  const { github, change, head, pullRequest, standing } = await aChange();
  const twice = [suggest(10, "a"), suggest(11, "b")];

  const made = [
    await suggestOn(asJob(github), bot, { pullRequest, head, suggestions: twice }),
    await suggestOn(asJob(github), bot, { pullRequest, head, suggestions: [...twice, suggest(12, "c")] }),
  ];
  const files = { [file]: change.replace("line9: two", "line9: three") };
  const next = await github.commit({ branch: "change", login: "ada", message: "More", files });
  made.push(await suggestOn(asJob(github), bot, { pullRequest, head: next, suggestions: twice }));

  expect(made).toEqual([2, 1, 1]);
  expect(await standing()).toEqual([
    [11, "b"],
    [10, "a"],
  ]);
});

test("A suggestion is removed when its problem is gone, and comments of others stay", async () => {
  const { github, change, head, pullRequest, standing } = await aChange();
  const { rest } = personOf(github, "bob");
  await suggestOn(asJob(github), bot, { pullRequest, head, suggestions: [suggest(10, "a"), suggest(11, "b")] });
  await rest.pulls.createReview({
    ...{ ...here, pull_number: pullRequest, event: "COMMENT", body: "x" },
    comments: [{ path: file, line: 11, body: "Why 11?" }],
  });

  const files = { [file]: change.replace("line7: one", "line7: another") };
  const next = await github.commit({ branch: "change", login: "ada", message: "Cured elsewhere", files });
  await suggestOn(asJob(github), bot, { pullRequest, head: next, suggestions: [suggest(11, "b")] });
  expect(await standing()).toEqual([
    [11, "b"],
    [11, "Why 11?"],
  ]);

  await suggestOn(asJob(github), bot, { pullRequest, head: next, suggestions: [] });
  expect(await standing()).toEqual([[11, "Why 11?"]]);
});

test("A stranger's comment with the same text does not prevent a suggestion", async () => {
  const { github, head, pullRequest } = await aChange();
  const body = "<!-- shrek:suggestion -->\na";
  const { rest } = personOf(github, "bob");
  await rest.pulls.createReview({
    ...{ ...here, pull_number: pullRequest, event: "COMMENT", body: "x" },
    comments: [{ path: file, line: 10, body }],
  });

  expect(await suggestOn(asJob(github), bot, { pullRequest, head, suggestions: [suggest(10, "a")] })).toBe(1);
});

test.each([
  ["a line that the pull request does not show", suggest(2, "a"), undefined],
  ["a file that it does not change", { ...suggest(1, "a"), path: "README.md" }, undefined],
  ["a commit of another branch", suggest(10, "a"), "0".repeat(40)],
])("A suggestion that GitHub refuses for %s is a Failure with the reason", async (_, suggestion, commit) => {
  const { github, head, pullRequest } = await aChange();

  const made = suggestOn(asJob(github), bot, { pullRequest, head: commit ?? head, suggestions: [suggestion] });

  await expect(made).rejects.toThrow(/GitHub refused to suggest changes on the pull request: 422/);
});

test("Without the permission for reviews no suggestion is made", async () => {
  const { github, head, pullRequest } = await aChange();
  const reader = asJob(github, { "pull-requests": "read" });

  await expect(suggestOn(reader, bot, { pullRequest, head, suggestions: [suggest(10, "a")] })).rejects.toThrow(
    "GitHub does not allow this job to suggest changes on the pull request.",
  );
});
