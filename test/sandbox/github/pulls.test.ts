import { expect, test } from "vitest";
import { aGithub, aPull, here, octokitOf, personOf } from "./githubs.ts";

test("A pull request on GitHub lists its files as git does, in pages", async () => {
  const github = await aGithub();
  const files = Object.fromEntries(
    Array.from({ length: 45 }, (_, at) => [`p/${String(at).padStart(2, "0")}.txt`, `${at}\n`]),
  );
  const pull = await aPull(github, { ...files, "a/b.txt": "one\nTWO\nthree\n", "README.md": null });
  const octokit = personOf(github, "alice");

  const all = await octokit.paginate(octokit.rest.pulls.listFiles, { ...here, pull_number: pull.number, per_page: 20 });

  expect(all).toHaveLength(47);
  expect(all.find((file) => file.filename === "a/b.txt")).toMatchObject({
    status: "modified",
    additions: 1,
    deletions: 1,
    patch: expect.stringContaining("+TWO"),
  });
  expect(all.find((file) => file.filename === "README.md")).toMatchObject({ status: "removed" });
  expect((await octokit.rest.pulls.get({ ...here, pull_number: pull.number })).data).toMatchObject({
    changed_files: 47,
    commits: 1,
    mergeable: true,
    state: "open",
  });
});

test.each(["merge", "squash"] as const)(
  "A %s on GitHub puts the change on main, and the commit is linked to its pull request",
  async (merge_method) => {
    const github = await aGithub();
    const pull = await aPull(github);
    const { rest } = personOf(github, "bob");

    const merged = await rest.pulls.merge({ ...here, pull_number: pull.number, merge_method });

    const [commit] = (await rest.repos.listCommits({ ...here, sha: "main", per_page: 1 })).data;
    expect(commit?.sha).toBe(merged.data.sha);
    expect(commit?.parents).toHaveLength(merge_method === "merge" ? 2 : 1);
    expect(commit?.author?.login).toBe("bob");
    expect(
      (await rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha: merged.data.sha })).data[0],
    ).toMatchObject({ number: pull.number, merged_at: expect.any(String) });
    await expect(rest.pulls.merge({ ...here, pull_number: pull.number })).rejects.toMatchObject({ status: 405 });
  },
);

test("A rebase on GitHub makes each commit again on main, and links all to the pull request", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  await github.commit({ branch: "change", files: { "a/b.txt": "one\nTWO\nthree\n" }, login: "alice", message: "Two" });
  await github.commit({ branch: "main", files: { other: "x" }, login: "bob" });
  const { rest } = personOf(github, "bob");

  const { data } = await rest.pulls.merge({ ...here, pull_number: pull.number, merge_method: "rebase" });

  const commits = (await rest.repos.listCommits({ ...here, sha: "main", per_page: 3 })).data;
  expect(commits.map(({ commit, parents }) => [commit.message, parents.length])).toEqual([
    ["Two", 1],
    ["Change new.txt", 1],
    ["Change other", 1],
  ]);
  expect(commits.map(({ sha }) => sha)[0]).toBe(data.sha);
  const knowing = async (commit_sha = "") =>
    (await rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha })).data.map((one) => one.number);
  expect(await Promise.all(commits.map(({ sha }) => knowing(sha)))).toEqual([[pull.number], [pull.number], []]);
});

test("GitHub's activity names who moved a branch, newest first, in pages, also for a token of another repository", async () => {
  const github = await aGithub();
  const fork = await github.addFork("carol");
  for (const login of ["carol", "bob", "carol"])
    await github.commit({ repository: fork, branch: "topic", files: { a: login }, login });
  const elsewhere = github.mintToken({ login: "robot", kind: "workflow", repository: `${here.owner}/${here.repo}` });
  const octokit = octokitOf(github, elsewhere);

  const all = await octokit.paginate(octokit.rest.repos.listActivities, {
    owner: "carol",
    repo: here.repo,
    ref: "topic",
    per_page: 2,
  });

  expect(all.map(({ activity_type, actor }) => [activity_type, actor?.login])).toEqual([
    ["push", "carol"],
    ["push", "bob"],
    ["branch_creation", "carol"],
  ]);
});

test("A pull request on GitHub with a moved head, or with conflicts, is not merged", async () => {
  const github = await aGithub();
  const pull = await aPull(github, { "README.md": "mine\n" });
  const { rest } = personOf(github, "bob");

  await expect(rest.pulls.merge({ ...here, pull_number: pull.number, sha: "0".repeat(40) })).rejects.toMatchObject({
    status: 409,
  });
  await github.commit({ branch: "main", files: { "README.md": "theirs\n" }, login: "bob" });
  await expect(rest.pulls.merge({ ...here, pull_number: pull.number })).rejects.toMatchObject({ status: 405 });
  expect((await rest.pulls.get({ ...here, pull_number: pull.number })).data.mergeable).toBe(false);
});

test("GitHub's compare counts from the merge base", async () => {
  const github = await aGithub();
  await aPull(github);
  await github.commit({ branch: "main", files: { other: "x" }, login: "bob" });

  const { data } = await personOf(github, "alice").rest.repos.compareCommitsWithBasehead({
    ...here,
    basehead: "main...change",
  });

  expect(data).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1 });
  expect(data.files?.map((file) => file.filename)).toEqual(["new.txt"]);
});

test("A suggestion on GitHub must be at a line of the diff, and no person approves their own pull request", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  const { rest } = personOf(github, "bob");
  const comment = (line: number) => ({ path: "new.txt", line, body: "```suggestion\nnewer\n```" });

  await rest.pulls.createReview({
    ...here,
    pull_number: pull.number,
    event: "COMMENT",
    body: "see",
    comments: [comment(1)],
  });
  await rest.pulls.createReview({ ...here, pull_number: pull.number, event: "APPROVE" });

  await expect(
    rest.pulls.createReview({ ...here, pull_number: pull.number, event: "COMMENT", comments: [comment(9)] }),
  ).rejects.toMatchObject({ status: 422 });
  await expect(
    personOf(github, "alice").rest.pulls.createReview({ ...here, pull_number: pull.number, event: "APPROVE" }),
  ).rejects.toMatchObject({ status: 422 });
  expect(
    (await rest.pulls.listReviews({ ...here, pull_number: pull.number })).data.map(({ state, commit_id }) => [
      state,
      commit_id,
    ]),
  ).toEqual([
    ["COMMENTED", pull.head.sha],
    ["APPROVED", pull.head.sha],
  ]);
  expect((await rest.pulls.listReviewComments({ ...here, pull_number: pull.number })).data[0]).toMatchObject({
    path: "new.txt",
    line: 1,
  });
});

test("The head of a fork's pull request can be read in the base repository on GitHub", async () => {
  const github = await aGithub();
  const fork = await github.addFork("carol");
  const sha = await github.commit({ repository: fork, branch: "idea", files: { "new.txt": "hers\n" }, login: "carol" });
  const { rest } = personOf(github, "carol");

  const { data } = await rest.pulls.create({ ...here, head: "carol:idea", base: "main", title: "Hers" });

  expect(data.head.repo?.full_name).toBe("carol/productions");
  expect((await rest.repos.getContent({ ...here, path: "new.txt", ref: sha })).data).toMatchObject({ type: "file" });
});
