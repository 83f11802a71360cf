import { expect, test } from "vitest";
import type { GithubHandle } from "../../../scripts/sandbox/github/handle.ts";
import type { Permissions } from "../../../scripts/sandbox/github/permissions.ts";
import { aGithub, aPull, here, type Octokit, octokitOf, personOf } from "./githubs.ts";

test("Comments on GitHub are made, edited, paged and limited to 65,536 characters", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  const octokit = personOf(github, "bob");
  const at = { ...here, issue_number: pull.number };
  for (let count = 1; count <= 33; count += 1)
    await octokit.rest.issues.createComment({ ...at, body: `number ${count}` });

  const all = await octokit.paginate(octokit.rest.issues.listComments, at);
  const edited = await octokit.rest.issues.updateComment({
    ...here,
    comment_id: all[0]?.id ?? 0,
    body: "x".repeat(65_536),
  });

  expect(all).toHaveLength(33);
  expect(edited.data).toMatchObject({ user: { login: "bob" } });
  await expect(octokit.rest.issues.createComment({ ...at, body: "x".repeat(65_537) })).rejects.toMatchObject({
    status: 422,
  });
});

test("The same reaction twice by one person is one reaction on GitHub", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  const { rest } = personOf(github, "bob");
  const { data } = await rest.issues.createComment({ ...here, issue_number: pull.number, body: "/shrek status" });

  const statuses = [];
  for (let time = 0; time < 2; time += 1)
    statuses.push(
      (await rest.reactions.createForIssueComment({ ...here, comment_id: data.id, content: "eyes" })).status,
    );

  expect(statuses).toEqual([201, 200]);
});

test("An issue on GitHub is opened for an outage and closed", async () => {
  const github = await aGithub();
  const { rest } = octokitOf(
    github,
    github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions: { issues: "write" } }),
  );

  const { data } = await rest.issues.create({
    ...here,
    title: "PanDA does not answer",
    body: "since",
    labels: ["shrek"],
  });
  await rest.issues.update({ ...here, issue_number: data.number, state: "closed" });

  expect((await rest.issues.listForRepo({ ...here, state: "all", labels: "shrek" })).data).toMatchObject([
    { number: data.number, state: "closed" },
  ]);
});

const workflowOf = (github: GithubHandle, permissions: Permissions) =>
  octokitOf(github, github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions }));

test("An issue on GitHub and its comments need the permission for issues", async () => {
  const github = await aGithub();
  const { rest } = workflowOf(github, { "pull-requests": "write" });
  const { data } = await personOf(github, "bob").rest.issues.create({ ...here, title: "Overview" });
  const at = { ...here, issue_number: data.number };

  await expect(rest.issues.listForRepo(here)).rejects.toMatchObject({ status: 403 });
  await expect(rest.issues.update({ ...at, body: "x" })).rejects.toMatchObject({ status: 403 });
  await expect(rest.issues.createComment({ ...at, body: "x" })).rejects.toMatchObject({ status: 403 });
  await workflowOf(github, { issues: "write" }).rest.issues.createComment({ ...at, body: "x" });
});

test("Issues on GitHub are listed by their author, the oldest first if wanted", async () => {
  const github = await aGithub();
  for (const [login, title] of [
    ["bob", "one"],
    ["alice", "two"],
    ["bob", "three"],
  ] as const)
    await personOf(github, login).rest.issues.create({ ...here, title });

  const { data } = await personOf(github, "alice").rest.issues.listForRepo({
    ...here,
    creator: "bob",
    sort: "created",
    direction: "asc",
  });

  expect(data.map(({ title }) => title)).toEqual(["one", "three"]);
});

test("An issue on GitHub is pinned by GraphQL, three at most, and only with write permission for issues", async () => {
  const github = await aGithub();
  const bot = workflowOf(github, { issues: "write" });
  const pin = (from: Octokit, issueId: string) =>
    from.graphql("mutation ($issueId: ID!) { pinIssue(input: { issueId: $issueId }) { issue { isPinned } } }", {
      issueId,
    });
  const made = [];
  for (const title of ["1", "2", "3", "4"]) made.push((await bot.rest.issues.create({ ...here, title })).data.node_id);
  const [first = "", second = "", third = "", fourth = ""] = made;

  expect(await pin(bot, first)).toEqual({ pinIssue: { issue: { isPinned: true } } });
  await expect(pin(workflowOf(github, { issues: "read" }), second)).rejects.toThrow("not accessible by integration");
  await pin(bot, second);
  await pin(bot, third);
  await expect(pin(bot, fourth)).rejects.toThrow("Maximum 3 pinned issues");
  await expect(pin(bot, "bm9uZQ==")).rejects.toThrow("Could not resolve to a node");
  const { repository } = await bot.graphql<{ readonly repository: unknown }>(
    `{ repository(owner: "${here.owner}", name: "${here.repo}") { issue(number: 1) { isPinned } } }`,
  );
  expect(repository).toEqual({ issue: { isPinned: true } });
});

test("A query that GitHub's GraphQL schema does not know is refused", async () => {
  const github = await aGithub();
  const { graphql } = workflowOf(github, { issues: "write" });

  await expect(graphql("{ repository(owner: 1) { issues } }")).rejects.toThrow(/Cannot query field|argument "name"/);
});
