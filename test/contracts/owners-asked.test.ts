import { describe, expect, test } from "vitest";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { githubOwners } from "../../action/adapters/github/own-issue.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { OwnersAsked } from "../../action/ports/owners-asked.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import type { Permissions } from "../../scripts/sandbox/github/permissions.ts";
import { fakeOwners } from "../fakes/fake-owners.ts";
import { aGithub, here, personOf } from "../sandbox/github/githubs.ts";

const bot = "github-actions[bot]";
const places = { ...here, state: "all" } as const;

const onGithub = (github: GithubHandle, permissions: Permissions = { issues: "write" }): OwnersAsked => {
  const token = github.mintToken({ login: bot, kind: "workflow", permissions });
  return githubOwners(openRepo(token, `${here.owner}/${here.repo}`, github.url), bot);
};

describe.each([
  ["memory", async () => fakeOwners()],
  ["GitHub", async () => onGithub(await aGithub())],
])("in %s", (_, open) => {
  test("Owners are asked once a month, whatever is to be said later", async () => {
    const owners = await open();
    expect(await owners.ask("2026-12", "one")).toBe(true);
    expect(await owners.ask("2026-12", "two")).toBe(false);
    expect(await owners.ask("2027-01", "three")).toBe(true);
  });
});

test("The issue of a month is not made again by another pass, nor reopened where a person closed it", async () => {
  const github = await aGithub();
  const bob = personOf(github, "bob");
  await onGithub(github).ask("2026-12", "one");
  await bob.rest.issues.update({ ...here, issue_number: 1, state: "closed" });

  expect(await onGithub(github).ask("2026-12", "one")).toBe(false);

  const { data } = await bob.rest.issues.listForRepo(places);
  expect(data).toMatchObject([
    {
      number: 1,
      state: "closed",
      title: "SHREK: may these data go? 2026-12",
      body: "<!-- shrek:owners 2026-12 -->\none",
    },
  ]);
});

test("A stranger's issue with the marker of a month keeps nobody from being asked", async () => {
  const github = await aGithub();
  const mallory = personOf(github, "mallory");
  await mallory.rest.issues.create({ ...here, title: "Data", body: "<!-- shrek:owners 2026-12 -->\nkeep all" });
  expect(await onGithub(github).ask("2026-12", "one")).toBe(true);
});

test("A missing permission for issues is named where owners are to be asked", async () => {
  const asked = onGithub(await aGithub(), { issues: "read" }).ask("2026-12", "one");
  const error = await asked.catch((thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw error;
  expect(error.wayOut).toContain('"issues: write"');
});
