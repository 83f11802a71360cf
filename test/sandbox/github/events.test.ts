import { expect, test } from "vitest";
import { isObject, objectOf } from "../../../scripts/sandbox/github/json.ts";
import { example } from "../../../scripts/sandbox/github/payloads.ts";
import { aGithub, aPull, here, octokitOf, personOf } from "./githubs.ts";

type Heard = { readonly name: string; readonly payload: Readonly<Record<string, unknown>>; readonly starts: boolean };

test("The sandbox GitHub sends each event with every field of GitHub's example", async () => {
  const github = await aGithub();
  const heard: Heard[] = [];
  github.onEvent((name, payload, cause) => heard.push({ name, payload, starts: cause.startsWorkflows }));
  const pull = await aPull(github);
  const { rest } = personOf(github, "bob");
  await rest.issues.createComment({ ...here, issue_number: pull.number, body: "hi" });
  await rest.pulls.createReview({ ...here, pull_number: pull.number, event: "APPROVE" });
  await github.queueMerge(pull.number, "bob");
  await rest.pulls.merge({ ...here, pull_number: pull.number });

  expect(heard.map(({ name, payload }) => `${name} ${String(payload["action"] ?? payload["ref"])}`)).toEqual([
    "push refs/heads/change",
    "pull_request opened",
    "issue_comment created",
    "pull_request_review submitted",
    "merge_group checks_requested",
    "push refs/heads/main",
    "pull_request closed",
  ]);
  for (const { name, payload } of heard)
    expect(
      missing(example(name, typeof payload["action"] === "string" ? payload["action"] : undefined), payload),
      name,
    ).toEqual([]);
  const repository = objectOf(heard[0]?.payload["repository"]);
  expect(repository).toMatchObject({ id: github.repositoryId(), full_name: "sphenix/productions" });
  expect(JSON.stringify(heard)).not.toContain("Codertocat");
});

/** Paths the example has and the payload lacks; who is an organisation or an assignee there need not be here. */
const missing = (from: unknown, ours: unknown, path = ""): readonly string[] =>
  isObject(from) && isObject(ours)
    ? Object.entries(from).flatMap(([key, value]) => {
        if (["organization", "installation", "enterprise"].includes(key)) return [];
        return key in ours
          ? ours[key] === null
            ? []
            : missing(value, ours[key], `${path}.${key}`)
          : [`${path}.${key}`];
      })
    : [];

test("An act of a workflow token on GitHub starts no workflow, except a dispatch", async () => {
  const github = await aGithub();
  const pull = await aPull(github);
  await github.commit({
    branch: "main",
    login: "alice",
    files: {
      ".github/workflows/reconcile.yml":
        "on:\n  workflow_dispatch:\n    inputs: { why: { required: true } }\njobs: {}\n",
    },
  });
  const heard: Heard[] = [];
  github.onEvent((name, payload, cause) => heard.push({ name, payload, starts: cause.startsWorkflows }));
  const { rest } = octokitOf(github, github.mintToken({ login: "github-actions[bot]", kind: "workflow" }));

  await rest.issues.createComment({ ...here, issue_number: pull.number, body: "hi" });
  await rest.actions.createWorkflowDispatch({
    ...here,
    workflow_id: "reconcile.yml",
    ref: "main",
    inputs: { why: "retry" },
  });

  expect(heard.map(({ name, starts }) => [name, starts])).toEqual([
    ["issue_comment", false],
    ["workflow_dispatch", true],
  ]);
  expect(heard[1]?.payload).toMatchObject({
    ref: "refs/heads/main",
    workflow: ".github/workflows/reconcile.yml",
    inputs: { why: "retry" },
  });
  await expect(
    rest.actions.createWorkflowDispatch({ ...here, workflow_id: "reconcile.yml", ref: "main", inputs: { other: "x" } }),
  ).rejects.toMatchObject({ status: 422 });
  await expect(
    rest.actions.createWorkflowDispatch({ ...here, workflow_id: "none.yml", ref: "main" }),
  ).rejects.toMatchObject({ status: 404 });
});
