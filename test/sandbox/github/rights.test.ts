import { expect, test } from "vitest";
import { aGithub, aPull, appJwt, here, octokitOf, otherKey, personOf } from "./githubs.ts";

test("A token may do on GitHub what its permissions allow, and a refusal has GitHub's words", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  const at = { ...here, issue_number: pull.number, body: "plan" };
  const token = (permissions: Parameters<typeof github.mintToken>[0]["permissions"]) =>
    octokitOf(
      github,
      github.mintToken({
        login: "github-actions[bot]",
        kind: "workflow",
        label: "comment.yml post",
        ...(permissions === undefined ? {} : { permissions }),
      }),
    );

  await expect(token({ contents: "write" }).rest.issues.createComment(at)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("Resource not accessible by integration"),
  });
  await expect(token({ "pull-requests": "read" }).rest.issues.createComment(at)).rejects.toMatchObject({ status: 403 });
  await token({ "pull-requests": "write" }).rest.issues.createComment(at);
  await token({ issues: "write" }).rest.issues.createComment(at);
  await expect(octokitOf(github, "ghs_wrong").rest.repos.get(here)).rejects.toMatchObject({ status: 401 });

  expect(
    github
      .tokens()
      .flatMap(({ label, calls }) =>
        label === "comment.yml post" ? calls.map(({ permission, status }) => `${permission} ${status}`) : [],
      ),
  ).toEqual(["pull-requests: write 403", "pull-requests: write 403", "pull-requests: write 201", "issues: write 201"]);
});

test("A person's token may do no more on GitHub than the person", async () => {
  const github = await aGithub();
  github.addUser("dan", "read");
  const { rest } = personOf(github, "dan");
  const sha = (await rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;

  await expect(rest.git.createRef({ ...here, ref: "refs/heads/x", sha })).rejects.toMatchObject({ status: 403 });
  const levels = await Promise.all(
    ["alice", "dan", "sphenix"].map((username) => rest.repos.getCollaboratorPermissionLevel({ ...here, username })),
  );
  expect(levels.map(({ data }) => data.permission)).toEqual(["write", "read", "admin"]);
  await expect(rest.repos.getCollaboratorPermissionLevel({ ...here, username: "nobody" })).rejects.toMatchObject({
    status: 404,
  });
});

test("An App exchanges its signed JWT for a token with only the permissions that were asked for", async () => {
  const github = await aGithub();
  const app = github.addApp({ slug: "shrek", permissions: { contents: "write", members: "read" } });
  const { rest } = octokitOf(github, appJwt(app.appId, app.privateKey));

  const installation_id = (await rest.apps.getRepoInstallation(here)).data.id;
  const { data } = await rest.apps.createInstallationAccessToken({
    installation_id,
    repositories: [here.repo],
    permissions: { contents: "read" },
  });

  const minted = octokitOf(github, data.token);
  const sha = (await minted.rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  await expect(minted.rest.git.createRef({ ...here, ref: "refs/heads/x", sha })).rejects.toMatchObject({ status: 403 });
  await expect(
    rest.apps.createInstallationAccessToken({ installation_id, permissions: { issues: "write" } }),
  ).rejects.toMatchObject({ status: 422 });
  await expect(
    octokitOf(github, appJwt(app.appId, otherKey())).rest.apps.getRepoInstallation(here),
  ).rejects.toMatchObject({
    status: 401,
  });
  await expect(
    octokitOf(github, appJwt(app.appId, app.privateKey, 3600)).rest.apps.getRepoInstallation(here),
  ).rejects.toMatchObject({ status: 401 });
});

test.each([403, 429] as const)(
  "A rate limit of GitHub answers %i with retry-after, and ends afterwards",
  async (status) => {
    const github = await aGithub();
    const { rest } = personOf(github, "alice");
    github.limitNext(1, { status, retryAfter: 7 });

    // Of the hour nothing is lacking: only then `x-ratelimit-remaining` would be 0.
    await expect(rest.repos.get(here)).rejects.toMatchObject({
      status,
      response: { headers: { "retry-after": "7", "x-ratelimit-remaining": "5000" } },
    });

    const { data, headers } = await rest.repos.get(here);
    expect(data).toMatchObject({ id: github.repositoryId(), default_branch: "main" });
    expect(Number(headers["x-ratelimit-remaining"])).toBeLessThan(5000);
  },
);

test("The repository settings that shrek doctor reads are served by the sandbox GitHub", async () => {
  const github = await aGithub();
  github.addEnvironment("panda", ["main"]);
  github.protectBranch("main", { allow_force_pushes: { enabled: false } });
  github.addRuleset({
    name: "main",
    target: "branch",
    include: ["refs/heads/main"],
    rules: [{ type: "non_fast_forward" }],
  });
  const { rest } = octokitOf(github, github.mintToken({ login: "sphenix" }));

  expect(
    (await rest.repos.getEnvironment({ ...here, environment_name: "panda" })).data.deployment_branch_policy,
  ).toEqual({ protected_branches: false, custom_branch_policies: true });
  expect(
    (await rest.repos.listDeploymentBranchPolicies({ ...here, environment_name: "panda" })).data.branch_policies,
  ).toMatchObject([{ name: "main" }]);
  expect((await rest.repos.getBranchProtection({ ...here, branch: "main" })).data).toMatchObject({
    allow_force_pushes: { enabled: false },
  });
  expect((await rest.repos.getBranchRules({ ...here, branch: "main" })).data).toMatchObject([
    { type: "non_fast_forward" },
  ]);
  expect((await rest.repos.getRepoRulesets(here)).data).toMatchObject([{ name: "main" }]);
  expect(
    (await rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(here)).data
      .can_approve_pull_request_reviews,
  ).toBe(false);
  expect((await rest.repos.getBranch({ ...here, branch: "main" })).data.protected).toBe(true);
  expect((await rest.rateLimit.get()).data.rate.limit).toBe(5000);
});
