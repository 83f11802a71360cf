import { expect, test } from "vitest";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { githubOverview } from "../../action/adapters/github/own-issue.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { Overview } from "../../action/ports/overview.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import type { Permissions } from "../../scripts/sandbox/github/permissions.ts";
import { aGithub, here, type Octokit, personOf } from "../sandbox/github/githubs.ts";

const bot = "github-actions[bot]";
const places = { ...here, state: "all" } as const;

const keeper = (github: GithubHandle, permissions: Permissions = { issues: "write" }): Overview => {
  const token = github.mintToken({ login: bot, kind: "workflow", permissions });
  return githubOverview(openRepo(token, `${here.owner}/${here.repo}`, github.url), bot);
};

const isPinned = async ({ graphql }: Octokit, number: number): Promise<boolean> => {
  const query = `{ repository(owner: "${here.owner}", name: "${here.repo}") { issue(number: ${number}) { isPinned } } }`;
  return (await graphql<{ repository: { issue: { isPinned: boolean } } }>(query)).repository.issue.isPinned;
};

test("The overview is one issue, created and pinned once, edited if its text changes, and reopened if closed", async () => {
  const github = await aGithub();
  const bob = personOf(github, "bob");
  expect(await keeper(github).current()).toBeUndefined();

  expect(await keeper(github).keep("one")).toBe(true);
  expect(await keeper(github).keep("one")).toBe(false);
  expect(await keeper(github).keep("two")).toBe(true);
  await bob.rest.issues.update({ ...here, issue_number: 1, state: "closed" });
  expect(await keeper(github).keep("two")).toBe(true);

  const { data } = await bob.rest.issues.listForRepo(places);
  expect(data).toMatchObject([{ number: 1, state: "open", user: { login: bot } }]);
  expect(await keeper(github).current()).toBe("two");
  expect(await isPinned(bob, 1)).toBe(true);
});

test("A stranger's issue with SHREK's marker is not used as the overview", async () => {
  const github = await aGithub();
  const mallory = personOf(github, "mallory");
  await mallory.rest.issues.create({ ...here, title: "Overview", body: "<!-- shrek:overview -->\nall is well" });

  expect(await keeper(github).current()).toBeUndefined();
  await keeper(github).keep("one");

  expect((await mallory.rest.issues.listForRepo(places)).data).toHaveLength(2);
});

test("An overview issue that could not be pinned stays, and is not pinned later", async () => {
  const github = await aGithub();
  const bob = personOf(github, "bob");
  for (const title of ["1", "2", "3"]) {
    const { data } = await bob.rest.issues.create({ ...here, title });
    await bob.graphql("mutation ($id: ID!) { pinIssue(input: { issueId: $id }) { clientMutationId } }", {
      id: data.node_id,
    });
  }

  const error = await keeper(github)
    .keep("one")
    .catch((thrown: unknown) => thrown);

  if (!(error instanceof Failure)) throw error;
  expect(error.message).toMatch(/^The overview is issue #4, and it could not be pinned: .*Maximum 3 pinned issues/);
  expect(await keeper(github).keep("one")).toBe(false);
  expect(await isPinned(bob, 4)).toBe(false);
});

test("A missing permission for issues is named by the Failure of the overview", async () => {
  const github = await aGithub();

  const error = await keeper(github, { issues: "read" })
    .keep("one")
    .catch((thrown: unknown) => thrown);

  if (!(error instanceof Failure)) throw error;
  expect(error.wayOut).toContain('"issues: write"');
});
