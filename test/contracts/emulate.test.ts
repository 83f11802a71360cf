import { describe, expect, test } from "vitest";
import { actAsApp } from "../../action/adapters/github/app-token.ts";
import { githubPeople } from "../../action/adapters/github/github-people.ts";
import { openRepo, type Repo } from "../../action/adapters/github/octokit.ts";
import { headNow, openPulls } from "../../action/adapters/github/pulls.ts";
import { statusOf } from "../../action/adapters/github/waits.ts";
import { anEmulated, aPullOf, app } from "./emulated.ts";

const at = { owner: "alice", repo: "productions" };
const main = { ...at, ref: "main" };

// The comments of pull requests are a part of conversation.test.ts.
describe("on the GitHub of others", () => {
  test("emulate says who may write, who approved which commit, and which pull requests are open", async () => {
    const github = await anEmulated();
    const pull = await aPullOf(github);
    const bob = github.as("bob");
    const place = { owner: bob.owner, repo: bob.repo, pull_number: pull.number };
    const people = githubPeople(github.as("alice"));
    await bob.octokit.rest.pulls.createReview({ ...place, event: "REQUEST_CHANGES", body: "No." });
    await bob.octokit.rest.pulls.createReview({ ...place, event: "APPROVE" });

    expect(await people.permission("alice")).toBe("admin");
    expect(await people.permission("nobody")).toBe("none");
    expect(await people.reviews(pull.number)).toEqual([
      { login: "bob", commit: pull.head, says: "approved", at: expect.stringMatching(/^20/) },
    ]);
    expect(await openPulls(bob, { head: pull.head, owner: "", branch: "" })).toMatchObject([
      {
        ...pull,
        opener: { login: "alice", isPerson: true },
        from: { repository: "alice/productions", branch: "change" },
      },
    ]);
    expect(await headNow(bob, pull.number)).toBe(pull.head);
    await github.as("alice").octokit.rest.pulls.merge({ ...place, merge_method: "merge" });
    expect(await headNow(bob, pull.number)).toBeUndefined();
  });

  test("An App of emulate gets a token for this repository with its key, and none with another key", async () => {
    const github = await anEmulated();
    const other = await anEmulated();
    const mint = (key: string) =>
      actAsApp({ id: app.id, key }, "alice/productions", new Date(), {
        api: github.url,
        permissions: { contents: "write" },
      }).then(({ token }) => token);
    const token = await mint(github.appKey);
    const { octokit } = openRepo(token, "alice/productions", github.url);

    const { data: tip } = await octokit.rest.git.getRef({ ...at, ref: "heads/main" });
    const { status } = await octokit.rest.git.createRef({ ...at, ref: "refs/heads/ledger", sha: tip.object.sha });
    expect(status).toBe(201);
    await expect(mint(other.appKey)).rejects.toThrow("does not allow this job to act as the GitHub App");
  });
});

/** What SHREK asks of GitHub and emulate 0.12.2 has not: the sandbox GitHub alone stands for these. */
const lacking: Readonly<Record<string, (rest: Repo["octokit"]["rest"]) => Promise<unknown>>> = {
  "the pull request of a commit": (rest) =>
    rest.repos.listPullRequestsAssociatedWithCommit({ ...at, commit_sha: "a".repeat(40) }),
  "who pushed": (rest) => rest.repos.listActivities(at),
  reactions: (rest) => rest.reactions.createForIssueComment({ ...at, comment_id: 1, content: "eyes" }),
  "starting a workflow": (rest) => rest.actions.createWorkflowDispatch({ ...main, workflow_id: "reconcile.yml" }),
  "settings of Actions": (rest) => rest.actions.getGithubActionsPermissionsRepository(at),
  environments: (rest) => rest.repos.getAllEnvironments(at),
  rulesets: (rest) => rest.repos.getRepoRulesets(at),
  "rules of a branch": (rest) => rest.repos.getBranchRules({ ...at, branch: "main" }),
};

test("The calls of SHREK that emulate lacks are listed", async () => {
  const { rest } = (await anEmulated()).as("alice").octokit;
  const answers = await Promise.all(
    Object.entries(lacking).map(async ([name, ask]) => [
      name,
      statusOf(await ask(rest).catch((error: unknown) => error)),
    ]),
  );

  expect(answers).toEqual(Object.keys(lacking).map((name) => [name, 404]));
});
