import { expect, test } from "vitest";
import { listOf, objectOf } from "../../../scripts/sandbox/github/json.ts";
import { aGithub, aPull, here, personOf } from "./githubs.ts";

test.each([
  ["merge", 2, ["Merge pull request #1 from sphenix/one", "Merge pull request #2 from sphenix/two"]],
  ["squash", 1, ["The one (#1)", "The two (#2)"]],
  ["rebase", 1, ["Change 1.txt", "Change 2.txt"]],
] as const)(
  "A merge queue group of two by %s is checked together and merged at once",
  async (method, parents, titles) => {
    const github = await aGithub();
    const pulls = [
      (await aPull(github, { "1.txt": "1\n" }, "one")).number,
      (await aPull(github, { "2.txt": "2\n" }, "two")).number,
    ];
    const asked: unknown[] = [];
    github.onEvent((name, payload) => {
      if (name === "merge_group") asked.push(objectOf(payload["merge_group"]));
    });
    const { rest } = personOf(github, "bob");
    const tip = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;

    const [first = "", second = ""] = [
      await github.queueMerge(pulls[0] ?? 0, "bob", method),
      await github.queueMerge(pulls[1] ?? 0, "bob", method),
    ];

    expect(listOf(asked).map(objectOf)).toMatchObject([
      { head_sha: first, base_sha: tip, head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${tip}` },
      { head_sha: second, base_sha: first, head_ref: `refs/heads/gh-readonly-queue/main/pr-2-${first}` },
    ]);
    expect((await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha).toBe(tip);

    await github.landGroup(second, "bob");

    const { data } = await rest.repos.listCommits({ ...here, sha: "main" });
    const own = data.filter(({ sha }) => [first, second].includes(sha));
    expect(own.map(({ parents: of }) => of.length)).toEqual([parents, parents]);
    expect(own.map(({ commit }) => commit.message.split("\n")[0]).toReversed()).toEqual(titles);
    for (const [index, number] of pulls.entries())
      expect((await rest.pulls.get({ ...here, pull_number: number })).data).toMatchObject({
        merged: true,
        merge_commit_sha: [first, second][index],
      });
    expect((await rest.git.listMatchingRefs({ ...here, ref: "heads/gh-readonly-queue" })).data).toEqual([]);
  },
);

test("A pull request that the rules of its base refuse is not added to the merge queue", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  github.addRuleset({
    name: "main",
    target: "branch",
    include: ["~DEFAULT_BRANCH"],
    rules: [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }],
  });

  await expect(github.queueMerge(number, "bob")).rejects.toThrow("At least 1 approving review is required");
  await personOf(github, "bob").rest.pulls.createReview({ ...here, pull_number: number, event: "APPROVE" });
  await github.landGroup(await github.queueMerge(number, "bob"), "bob");
});
