import { expect, test } from "vitest";
import { githubPeople } from "../../action/adapters/github/github-people.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { PullRequest } from "../../action/core/policy/pull-request.ts";
import type { Writers } from "../../action/core/policy/writers.ts";
import type { People } from "../../action/ports/people.ts";
import type { CommitRequest } from "../../scripts/sandbox/github/commit-files.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import { aGithub, aPull, here, octokitOf, personOf } from "../sandbox/github/githubs.ts";

/** `version`: of the REST API, another than the one that SHREK names. */
const peopleOf = (github: GithubHandle, version?: string): People => {
  const token = github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    permissions: { contents: "read", "pull-requests": "read" },
    repository: `${here.owner}/${here.repo}`,
  });
  const place = openRepo(token, `${here.owner}/${here.repo}`, github.url);
  if (version !== undefined)
    place.octokit.hook.before("request", ({ headers }) => {
      headers["x-github-api-version"] = version;
    });
  return githubPeople(place);
};

const merged = async (github: GithubHandle, number: number, merge_method: "merge" | "squash" | "rebase" = "merge") => {
  const { rest } = personOf(github, "bob");
  const { data } = await rest.pulls.merge({ ...here, pull_number: number, merge_method });
  return data.sha;
};

const found = async (people: People, commit: string): Promise<PullRequest> => {
  const pull = await people.pullRequestOf(commit);
  if (pull === undefined) throw new Error("no pull request");
  return pull;
};

/** Alice's pull request, with more commits on it; who had a hand in it. */
const writersAfter = async (...commits: readonly Partial<CommitRequest>[]): Promise<Writers> => {
  const github = await aGithub();
  const { number } = await aPull(github);
  for (const [at, commit] of commits.entries())
    await github.commit({ branch: "change", login: "alice", files: { [`${at}.txt`]: "x\n" }, ...commit });
  const people = peopleOf(github);
  return people.writers(await found(people, await merged(github, number)));
};

test("A person who pushed to the branch of a pull request is its author, whatever name the commit gives", async () => {
  expect(await writersAfter({ login: "bob", author: "alice", committer: "alice" })).toEqual({
    logins: ["alice", "bob"],
    unknown: undefined,
  });
  expect((await writersAfter({ login: "bob", author: "alice", files: {} })).logins).toContain("bob");
  expect((await writersAfter({ author: "bob" })).logins).toContain("bob");
});

test.each<[string, Partial<CommitRequest>, string]>([
  ["an address without an account", { author: "Bob <bob@lab.example>" }, "no GitHub account has the address"],
  ["the page of GitHub as author", { author: "GitHub <noreply@github.com>" }, "a program wrote the commit"],
  ["a program", { author: "github-actions[bot]" }, "a program wrote the commit"],
  [
    "a program that pushes",
    { login: "github-actions[bot]", author: "alice", committer: "alice" },
    "the program github-actions[bot] pushed",
  ],
  ["a co-author without a login", { message: "x\n\nCo-authored-by: Bob <bob@lab.example>" }, "has a co-author whose"],
])("An author of a pull request may be unknown: %s", async (_, commit, why) => {
  expect((await writersAfter(commit)).unknown).toContain(why);
});

test("A commit that a person wrote on GitHub's page has that person as its author", async () => {
  expect(await writersAfter({ login: "bob", author: "bob", committer: "GitHub <noreply@github.com>" })).toEqual({
    logins: ["alice", "bob", "web-flow"],
    unknown: undefined,
  });
});

test("A person who force-pushed to a branch is an author of its pull request, also of the replaced commits", async () => {
  const github = await aGithub();
  const { number, base } = await aPull(github);
  const begun = await github.commit({ branch: "change", login: "bob", author: "alice", files: { "evil.txt": "x\n" } });
  const rest = personOf(github, "alice").rest;
  const { data: tree } = await rest.git.getCommit({ ...here, commit_sha: begun });
  const squashed = await rest.git.createCommit({
    ...here,
    message: "Squashed",
    tree: tree.tree.sha,
    parents: [base.sha],
  });
  await rest.git.updateRef({ ...here, ref: "heads/change", sha: squashed.data.sha, force: true });

  const people = peopleOf(github);
  const { logins } = await people.writers(await found(people, await merged(github, number)));

  expect(logins).toContain("bob");
});

test("Pushers to a fork's branch are authors of its pull request; for a deleted fork they are unknown", async () => {
  const github = await aGithub();
  const fork = await github.addFork("carol");
  await github.commit({ repository: fork, branch: "topic", login: "carol", files: { "c.txt": "1\n" } });
  await github.commit({
    repository: fork,
    branch: "topic",
    login: "bob",
    author: "carol",
    committer: "carol",
    files: { "c.txt": "2\n" },
  });
  const { data } = await octokitOf(github, github.mintToken({ login: "carol" })).rest.pulls.create({
    ...here,
    head: "carol:topic",
    base: "main",
    title: "From a fork",
  });
  const people = peopleOf(github);
  const pull = await found(people, await merged(github, data.number));

  expect(await people.writers(pull)).toEqual({ logins: ["carol", "bob"], unknown: undefined });
  expect(await people.writers({ ...pull, from: { ...pull.from, repository: undefined } })).toMatchObject({
    unknown: "its fork is gone, so that nobody can say who pushed to it",
  });
  expect(await people.writers({ ...pull, from: { ...pull.from, repository: "carol/other" } })).toMatchObject({
    unknown: "carol/other does not show who pushed to it",
  });
});

test("A branch that was deleted after the merge still shows who pushed to it, however often", async () => {
  const github = await aGithub();
  // Before it is opened: then GitHub tries no merge of each.
  for (let at = 0; at < 120; at += 1)
    await github.commit({ branch: "change", login: "bob", files: { "a.txt": `${at}\n` } });
  const { number } = await aPull(github);
  const sha = await merged(github, number);
  await personOf(github, "alice").rest.git.deleteRef({ ...here, ref: "heads/change" });

  const people = peopleOf(github);

  expect(await people.writers(await found(people, sha))).toEqual({ logins: ["alice", "bob"], unknown: undefined });
});

test.each([
  ["the version that SHREK names", undefined],
  ["the next one, whose REST does not say it", "2026-03-10"],
])(
  "Every commit that a rebase merge made is linked to its pull request and its base on main, in %s",
  async (_, version) => {
    const github = await aGithub();
    const { number } = await aPull(github);
    await github.commit({ branch: "main", login: "bob", files: { "b.txt": "1\n" } });
    await github.commit({ branch: "change", login: "alice", files: { "d.txt": "1\n" } });
    const sha = await merged(github, number, "rebase");
    const { data } = await personOf(github, "alice").rest.repos.listCommits({ ...here, sha: "main" });

    const people = peopleOf(github, version);
    const pulls = await Promise.all(data.slice(0, 3).map((commit) => people.pullRequestOf(commit.sha)));

    expect(data[0]?.sha).toBe(sha);
    expect(data.slice(0, 2).map(({ author, committer }) => [author?.login, committer?.login])).toEqual([
      ["alice", "bob"],
      ["alice", "bob"],
    ]);
    expect(pulls.map((pull) => pull?.mergedAs)).toEqual([sha, sha, undefined]);
  },
);

test("The last review of each person counts, over several pages of reviews, and reviews by programs do not", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  github.addUser("helper[bot]", "write", "Bot");
  const say = (login: string, event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT") =>
    personOf(github, login).rest.pulls.createReview({ ...here, pull_number: number, event, body: "x" });
  const people = peopleOf(github);
  const words = async () => (await people.reviews(number)).map(({ login, says }) => [login, says]);

  await say("bob", "APPROVE");
  for (let at = 0; at < 105; at += 1) await say("carol", "COMMENT");
  const { data } = await say("bob", "REQUEST_CHANGES");
  await say("bob", "COMMENT");
  await octokitOf(github, github.mintToken({ login: "helper[bot]", kind: "app" })).rest.pulls.createReview({
    ...here,
    pull_number: number,
    event: "APPROVE",
  });

  expect(await words()).toEqual([["bob", "changes-requested"]]);
  await personOf(github, "alice").rest.pulls.dismissReview({
    ...here,
    pull_number: number,
    review_id: data.id,
    message: "x",
  });
  expect(await words()).toEqual([]);
});

test("A login with other capital letters is the same person, and a deleted account is no person", async () => {
  const github = await aGithub();
  const people = peopleOf(github);

  expect(await people.permission("BOB")).toBe("write");
  github.renameUser("bob", "robert");
  expect([await people.permission("bob"), await people.permission("robert")]).toEqual(["none", "write"]);
});

test("An open pull request has its head, its target branch and the owner of its branch; a closed one is absent", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const people = peopleOf(github);
  const { data } = await personOf(github, "alice").rest.pulls.get({ ...here, pull_number: number });

  expect(await people.openPull(number)).toEqual({
    head: data.head.sha,
    into: "main",
    isOwn: true,
    branch: data.head.ref,
  });
  expect(await people.openPull(9999)).toBeUndefined();
  await merged(github, number);
  expect(await people.openPull(number)).toBeUndefined();
});
