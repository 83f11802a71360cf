import { describe, expect, test } from "vitest";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { githubDrift } from "../../action/adapters/github/own-issue.ts";
import type { DriftIssue } from "../../action/ports/overview.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import { fakeDriftIssue } from "../fakes/fake-drift-issue.ts";
import { aGithub, here, personOf } from "../sandbox/github/githubs.ts";

const bot = "github-actions[bot]";
const onGithub = (github: GithubHandle): DriftIssue => {
  const token = github.mintToken({ login: bot, kind: "workflow", permissions: { issues: "write" } });
  return githubDrift(openRepo(token, `${here.owner}/${here.repo}`, github.url), bot);
};

describe.each([
  ["memory", async () => fakeDriftIssue()],
  ["GitHub", async () => onGithub(await aGithub())],
])("in %s", (_, open) => {
  test("The issue about drift is made once, edited where it says something new, closed, and opened again", async () => {
    const issue = await open();
    expect(await issue.keep(undefined)).toBe(false);
    expect(await issue.keep("one")).toBe(true);
    expect(await issue.keep("one")).toBe(false);
    expect(await issue.keep("two")).toBe(true);
    expect(await issue.keep(undefined)).toBe(true);
    expect(await issue.keep(undefined)).toBe(false);
    expect(await issue.keep("two")).toBe(true);
  });
});

test("On GitHub it is one issue for ever, and a stranger's with its marker is left alone", async () => {
  const github = await aGithub();
  const mallory = personOf(github, "mallory");
  await mallory.rest.issues.create({ ...here, title: "x", body: "<!-- shrek:drift -->\nmine" });
  for (const words of ["one", undefined, "two"]) await onGithub(github).keep(words);
  const { data } = await mallory.rest.issues.listForRepo({ ...here, state: "all", direction: "asc", sort: "created" });
  expect(data.map(({ body, state }) => [body, state])).toEqual([
    ["<!-- shrek:drift -->\nmine", "open"],
    ["<!-- shrek:drift -->\ntwo", "open"],
  ]);
});
