import { expect, test } from "vitest";
import { githubStarter } from "../../action/adapters/github/github-starter.ts";
import { stoppedWorkflows } from "../../action/adapters/github/last-run.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { aGithub, here, octokitOf } from "../sandbox/github/githubs.ts";

const dispatched = "on: workflow_dispatch\njobs: {}\n";
const files = {
  ".github/workflows/reconcile.yml": dispatched,
  ".github/workflows/reconcile-schedule.yml": dispatched,
  ".github/workflows/check.yml": dispatched,
};

/** A repository with these workflows, and a job that may start them. */
const aRepository = async () => {
  const github = await aGithub();
  await github.commit({ branch: "main", files, login: "alice", message: "Workflows" });
  const token = github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    permissions: { actions: "write" },
    repository: `${here.owner}/${here.repo}`,
  });
  const started: string[] = [];
  github.onEvent((name) => void started.push(name));
  const place = openRepo(token, `${here.owner}/${here.repo}`, github.url);
  return { github, token, place, started };
};

test("GitHub refuses to dispatch a workflow that a person or 60 days without activity disabled, and lists its state", async () => {
  const { github, token, started } = await aRepository();
  github.disableWorkflows(["reconcile-schedule.yml"], "disabled_inactivity");
  github.disableWorkflows(["reconcile.yml"]);
  const { actions } = octokitOf(github, token).rest;
  const dispatch = () => actions.createWorkflowDispatch({ ...here, workflow_id: "reconcile.yml", ref: "main" });

  const { data } = await actions.listRepoWorkflows(here);
  expect(data.workflows.map(({ path, state }) => [path.split("/").at(-1), state])).toEqual([
    ["check.yml", "active"],
    ["reconcile-schedule.yml", "disabled_inactivity"],
    ["reconcile.yml", "disabled_manually"],
  ]);
  await expect(dispatch()).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("disabled workflow"),
  });
  await actions.enableWorkflow({ ...here, workflow_id: "reconcile.yml" });
  await dispatch();
  expect(started).toEqual(["workflow_dispatch"]);
});

test("A command whose pass cannot start because its workflow is disabled is answered with the order that enables it", async () => {
  const { github, place, started } = await aRepository();
  expect(await githubStarter(place).startReconcile()).toBeUndefined();

  github.disableWorkflows(["reconcile.yml", "check.yml"]);

  expect(await stoppedWorkflows(place)).toEqual([
    { file: "check.yml", state: "disabled_manually" },
    { file: "reconcile.yml", state: "disabled_manually" },
  ]);
  expect(await githubStarter(place).startReconcile()).toBe(
    "reconcile.yml starts nothing: a person disabled it, and no merge and no command starts a pass. `gh workflow enable reconcile.yml` ends that.",
  );
  expect(started).toEqual(["workflow_dispatch"]);
});
