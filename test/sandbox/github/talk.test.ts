import { expect, test } from "vitest";
import { aGithub, aPull, here, octokitOf, personOf } from "./githubs.ts";

test("comments are made, edited, paged and limited to 65,536 characters", async () => {
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

test("the same reaction twice is one", async () => {
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

test("a deployment carries its statuses; a wrong state is refused", async () => {
  const github = await aGithub();
  const { rest } = personOf(github, "alice");
  const { data } = await rest.repos.createDeployment({
    ...here,
    ref: "main",
    environment: "sP26a-toy",
    required_contexts: [],
    auto_merge: false,
  });
  if (!("id" in data)) throw new Error("no deployment");

  await rest.repos.createDeploymentStatus({
    ...here,
    deployment_id: data.id,
    state: "in_progress",
    log_url: "http://x/1",
  });

  expect(
    (await rest.repos.listDeploymentStatuses({ ...here, deployment_id: data.id })).data.map(({ state }) => state),
  ).toEqual(["in_progress"]);
  expect((await rest.repos.listDeployments({ ...here, environment: "sP26a-toy" })).data).toHaveLength(1);
  await expect(
    rest.repos.createDeploymentStatus({ ...here, deployment_id: data.id, state: "sucess" as "success" }),
  ).rejects.toMatchObject({ status: 422 });
});

test("a check run takes 50 annotations a call, and adds them up", async () => {
  const github = await aGithub();
  const sha = (await personOf(github, "alice").rest.git.getRef({ ...here, ref: "heads/main" })).data.object.sha;
  const { rest } = octokitOf(github, github.mintToken({ login: "shrek[bot]", kind: "app" }));
  const annotation = {
    path: "README.md",
    start_line: 1,
    end_line: 1,
    annotation_level: "failure",
    message: "no",
  } as const;
  const output = (count: number) => ({
    title: "t",
    summary: "s",
    annotations: Array.from({ length: count }, () => annotation),
  });

  const { data } = await rest.checks.create({ ...here, name: "shrek", head_sha: sha, output: output(50) });
  await rest.checks.update({
    ...here,
    check_run_id: data.id,
    status: "completed",
    conclusion: "failure",
    output: output(20),
  });

  expect((await rest.checks.listForRef({ ...here, ref: "main" })).data.check_runs[0]).toMatchObject({
    conclusion: "failure",
    output: { annotations_count: 70 },
  });
  await expect(rest.checks.create({ ...here, name: "shrek", head_sha: sha, output: output(51) })).rejects.toMatchObject(
    { status: 422 },
  );
});

test("an issue tells of an outage and is closed", async () => {
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
