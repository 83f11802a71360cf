import { expect, test } from "vitest";
import { githubIssues } from "../../action/adapters/github/github-issues.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import { aGithub, aPull, here, personOf } from "../sandbox/github/githubs.ts";

const form = `name: A form
description: A form
labels: [production]
body:
  - type: input
    id: one
    attributes: { label: One }
    validations: { required: true }
  - type: textarea
    id: two
    attributes: { label: Two, render: csv }
`;

const withForm = async (labels = ["production"]): Promise<GithubHandle> => {
  const github = await aGithub();
  await github.commit({ branch: "main", login: "alice", files: { ".github/ISSUE_TEMPLATE/a.yml": form } });
  for (const name of labels) await personOf(github, "alice").rest.issues.createLabel({ ...here, name });
  return github;
};
const filled = (github: GithubHandle, login: string): Promise<number> =>
  github.submitForm(login, { form: "a.yml", title: "x", answers: { one: "1", two: "a\nb" } });
const issuesOf = (
  github: GithubHandle,
  permissions: Parameters<GithubHandle["mintToken"]>[0]["permissions"] = { issues: "read" },
) =>
  githubIssues(
    openRepo(
      github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions }),
      `${here.owner}/${here.repo}`,
      github.url,
    ),
  );

test("A form of GitHub makes an issue of its labels and answers, whoever fills it in, and asks for what is required", async () => {
  const github = await withForm();
  const number = await filled(github, "zoe");

  expect(await issuesOf(github).issue(number)).toEqual({
    number,
    author: { login: "zoe", isPerson: true },
    body: "### One\n\n1\n\n### Two\n\n```csv\na\nb\n```",
    isOpen: true,
    isOfForm: true,
    editors: { accounts: [], unknown: undefined },
    comments: [],
  });
  await expect(github.submitForm("zoe", { form: "a.yml", title: "x", answers: {} })).rejects.toThrow('"One"');
});

test("A form of GitHub takes no answer to what is required in a private repository", async () => {
  const github = await withForm();
  github.addUser("zoe", "read");
  github.makePrivate();
  const number = await github.submitForm("zoe", { form: "a.yml", title: "x", answers: {} });

  expect((await issuesOf(github).issue(number))?.body).toBe("### One\n\n_No response_\n\n### Two\n\n_No response_");
});

test("An issue has no label that GitHub does not know, or that a stranger gave it by the API", async () => {
  const github = await withForm([]);
  expect(await issuesOf(github).issue(await filled(github, "alice"))).toMatchObject({ isOfForm: false });

  const known = await withForm();
  const { data } = await personOf(known, "zoe").rest.issues.create({
    ...here,
    title: "x",
    body: "y",
    labels: ["production"],
  });
  expect(await issuesOf(known).issue(data.number)).toMatchObject({ isOfForm: false });
});

test("GitHub says who edited the body of an issue, also a program, and not who edited its title", async () => {
  const github = await withForm();
  const issue_number = await filled(github, "bob");
  await personOf(github, "bob").rest.issues.update({ ...here, issue_number, title: "another" });
  expect((await issuesOf(github).issue(issue_number))?.editors.accounts).toEqual([]);

  await personOf(github, "alice").rest.issues.update({ ...here, issue_number, body: "alice's" });
  const asApp = openRepo(
    github.mintToken({ login: "helper[bot]", kind: "app" }),
    `${here.owner}/${here.repo}`,
    github.url,
  );
  await asApp.octokit.rest.issues.update({ ...here, issue_number, body: "the helper's" });

  expect((await issuesOf(github).issue(issue_number))?.editors).toEqual({
    accounts: [
      { login: "helper", isPerson: false },
      { login: "alice", isPerson: true },
      { login: "bob", isPerson: true },
    ],
    unknown: undefined,
  });
});

test("An issue that was edited more often than GitHub lists at once has an unknown editor", async () => {
  const github = await withForm();
  const issue_number = await filled(github, "bob");
  const { rest } = personOf(github, "bob");
  for (let time = 0; time < 101; time++) await rest.issues.update({ ...here, issue_number, body: `${time}` });

  expect((await issuesOf(github).issue(issue_number))?.editors.unknown).toContain("more than 100 times");
});

test("Commands in comments of an issue are read with whether somebody edited them, and other comments are not", async () => {
  const github = await withForm();
  const issue_number = await filled(github, "bob");
  const { rest } = personOf(github, "bob");
  await rest.issues.createComment({ ...here, issue_number, body: "thanks" });
  const { data } = await rest.issues.createComment({ ...here, issue_number, body: "/shrek set one=2" });
  await rest.issues.createComment({ ...here, issue_number, body: "/shrek like x" });
  await personOf(github, "alice").rest.issues.updateComment({ ...here, comment_id: data.id, body: "/shrek set one=3" });

  const bob = { login: "bob", isPerson: true };
  expect((await issuesOf(github).issue(issue_number))?.comments).toEqual([
    { by: bob, body: "/shrek set one=3", isEdited: true },
    { by: bob, body: "/shrek like x", isEdited: false },
  ]);
});

test("An issue that does not exist, or is a pull request, is absent; without the permission the words name it", async () => {
  const github = await withForm();
  const number = await filled(github, "bob");
  const pull = await aPull(github);

  expect(await issuesOf(github).issue(999)).toBeUndefined();
  expect(await issuesOf(github, { issues: "read", "pull-requests": "read" }).issue(pull.number)).toBeUndefined();
  await expect(issuesOf(github, {}).issue(number)).rejects.toThrow("read the issue");
});
