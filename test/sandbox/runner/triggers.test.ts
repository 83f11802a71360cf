import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actionsOfOthers } from "../../../scripts/sandbox/runner/action.ts";
import { aPull, here, personOf, tempDir } from "../github/githubs.ts";
import { aScene, hex, logOf } from "./runners.ts";

const saying = (on: string, words: string, more = "") =>
  `on: ${on}\n${more}\njobs: { say: { runs-on: ubuntu-24.04, steps: [ { run: 'echo ${words}' } ] } }\n`;

test("Each event starts the workflows that name the event, from the right commit", async () => {
  const { github, runner, only } = await aScene({
    push: saying('{ push: { branches: [ "main" ], paths-ignore: [ "docs/**" ] } }', "pushed ${{ github.ref_name }}"),
    comment: saying(
      "{ issue_comment: { types: [created] } }",
      "said ${{ github.event.comment.id && github.event.issue.number }}",
    ),
    group: saying("merge_group", "queued ${{ github.ref }}"),
    clock: saying(
      '{ schedule: [ { cron: "*/15 * * * *" } ], workflow_dispatch: { inputs: { why: { type: choice, options: [a, b], default: b }, dry: { type: boolean } } } }',
      "${{ github.event_name }} ${{ inputs.why }} ${{ inputs.dry }}",
    ),
  });
  const pull = await aPull(github, { "docs/x.md": "x" });
  const { rest } = personOf(github, "bob");
  await rest.issues.createComment({ ...here, issue_number: pull.number, body: "/shrek status" });
  await github.queueMerge(pull.number, "bob");
  await rest.pulls.merge({ ...here, pull_number: pull.number });
  await github.commit({ branch: "main", files: { "src/x": "x" }, login: "alice" });
  await runner.schedule();
  await rest.actions.createWorkflowDispatch({
    ...here,
    workflow_id: "clock.yml",
    ref: "main",
    inputs: { dry: "true" },
  });

  await runner.idle();

  expect(only("push").map(logOf)).toEqual(["pushed main"]);
  expect(only("comment").map(logOf)).toEqual([`said ${pull.number}`]);
  expect(logOf(only("group")[0])).toMatch(/^queued refs\/heads\/gh-readonly-queue\/main\/pr-1-/);
  expect(only("clock").map(logOf)).toEqual(["schedule", "workflow_dispatch b true"]);
});

test("A dispatch is checked with the inputs that the workflow declares, and the run names the person", async () => {
  const inputs =
    "{ why: { type: choice, options: [a, b], default: b }, dry: { type: boolean }, note: { type: string } }";
  const { github, runner, only } = await aScene({
    ask: saying(
      `{ workflow_dispatch: { inputs: ${inputs} } }`,
      "${{ github.event.inputs.why }} ${{ github.event.inputs.dry }} ${{ github.event.inputs.note }} $GITHUB_ACTOR",
    ),
  });
  const { rest } = personOf(github, "bob");
  const ask = (given: Readonly<Record<string, string>>) =>
    rest.actions.createWorkflowDispatch({ ...here, workflow_id: "ask.yml", ref: "main", inputs: given });

  await expect(ask({ why: "c" })).rejects.toMatchObject({ status: 422 });
  await expect(ask({ dry: "perhaps" })).rejects.toMatchObject({ status: 422 });
  await expect(ask({ other: "x" })).rejects.toMatchObject({ status: 422 });
  await ask({ note: "hello" });
  await runner.idle();

  expect(only("ask").map(logOf)).toEqual(["b false hello bob"]);
  const { data } = await rest.actions.listWorkflowRuns({ ...here, workflow_id: "ask.yml", status: "success" });
  expect(data.workflow_runs).toMatchObject([{ event: "workflow_dispatch", conclusion: "success" }]);
});

test("A comment on an issue that is no pull request starts the workflows for comments", async () => {
  const { github, runner, only } = await aScene({
    comment: saying("issue_comment", "pull ${{ github.event.issue.pull_request != null }}"),
  });
  const { rest } = personOf(github, "bob");
  const { data } = await rest.issues.create({ ...here, title: "Overview" });
  await rest.issues.createComment({ ...here, issue_number: data.number, body: "/shrek status" });

  await runner.idle();

  expect(only("comment").map(logOf)).toEqual(["pull false"]);
});

test("An unknown construct in a workflow stops the sandbox runner with file and key", async () => {
  const { github, runner, only } = await aScene({ good: saying("push", "hi") });
  await github.commit({
    branch: "main",
    files: {
      ".github/workflows/bad.yml": "on: push\njobs: { a: { runs-on: ubuntu-24.04, container: x, steps: [] } }\n",
    },
    login: "alice",
  });

  await expect(runner.idle()).rejects.toThrow(".github/workflows/bad.yml: jobs.a.container: is not supported");

  expect(only("bad")).toMatchObject([{ conclusion: "startup_failure" }]);
  expect(only("good")).toMatchObject([{ conclusion: "success" }]);
});

test("An unpinned action, an unknown one and an unknown input of checkout are errors of the sandbox runner", async () => {
  const uses = (action: string) =>
    `on: workflow_dispatch\njobs: { a: { runs-on: ubuntu-24.04, steps: [ { uses: ${action} } ] } }\n`;
  const sha = actionsOfOthers["actions/checkout"].commit;
  const { runner } = await aScene({
    tag: uses("actions/checkout@v4"),
    other: uses(`x/y@${sha}`),
    input: uses(`actions/checkout@${sha}, with: { lfs: true }`),
  });

  for (const [name, message] of [
    ["tag", "tag.yml: jobs.a.steps[0]: actions/checkout@v4"],
    ["other", "no such action"],
    ["input", "the input lfs"],
  ] as const) {
    runner.dispatch({ workflow: `${name}.yml` });
    await expect(runner.idle()).rejects.toThrow(message);
  }
});

test.each([
  ["the release", "x/shrek/action/say", hex],
  ["an action of others", "actions/checkout", actionsOfOthers["actions/checkout"].commit],
])("A job that names a commit which %s does not have fails before its first step", async (_, action, commit) => {
  const sha = "f".repeat(40);
  const uses = (name: string): string =>
    `on: workflow_dispatch\njobs: { a: { runs-on: ubuntu-24.04, steps: [ { run: echo first }, { uses: ${name} } ] } }\n`;
  const { runner, only } = await aScene(
    { unknown: uses(`${action}@${sha}`), known: uses(`${action}@${commit}`) },
    {},
    { say: { main: "" } },
  );
  for (const name of ["unknown", "known"]) runner.dispatch({ workflow: `${name}.yml` });
  await runner.idle();

  const message = `Unable to resolve action \`${action}@${sha}\`, unable to find version \`${sha}\``;
  expect(only("unknown")).toMatchObject([{ conclusion: "failure", jobs: [{ result: "failure", steps: [], message }] }]);
  expect(only("known")).toMatchObject([{ conclusion: "success" }]);
});

test("An action that the repository does not allow fails its job", async () => {
  const sha = actionsOfOthers["actions/checkout"].commit;
  const uses = (action: string): string =>
    `on: workflow_dispatch\njobs: { a: { runs-on: ubuntu-24.04, steps: [ { uses: ${action} } ] } }\n`;
  const { github, runner, only } = await aScene(
    { githubs: uses(`actions/checkout@${sha}`), ours: uses(`x/shrek/action/say@${hex}`) },
    {},
    { say: { main: "" } },
  );
  github.addUser("root", "admin");
  const { actions } = personOf(github, "root").rest;
  await actions.setGithubActionsPermissionsRepository({ ...here, enabled: true, allowed_actions: "selected" });
  const allow = async (github_owned_allowed: boolean, patterns_allowed: string[]): Promise<unknown> => {
    await actions.setAllowedActionsRepository({ ...here, github_owned_allowed, patterns_allowed });
    for (const name of ["githubs", "ours"]) runner.dispatch({ workflow: `${name}.yml` });
    await runner.idle();
    return [only("githubs").at(-1)?.conclusion, only("ours").at(-1)?.conclusion];
  };

  expect(await allow(true, [])).toEqual(["success", "failure"]);
  expect(logOf(only("ours").at(-1))).toContain(`x/shrek/action/say@${hex} is not allowed to be used in`);
  expect(await allow(false, ["X/shrek/*"])).toEqual(["failure", "success"]);
  await actions.setGithubActionsPermissionsRepository({ ...here, enabled: true, allowed_actions: "all" });
  await expect(allow(true, [])).rejects.toMatchObject({ status: 409 });
});

const gated = (concurrency: string, gate: string) => `
on: { workflow_dispatch: { inputs: { name: {} } } }
concurrency: ${concurrency}
jobs:
  work:
    runs-on: ubuntu-24.04
    steps:
      - run: 'until [ -e ${gate} ]; do sleep 0.05; done; echo \${{ inputs.name }}'
      - if: cancelled()
        run: echo tidied
`;

test("In a concurrency group one run is active, one waits, and a newer one replaces the waiting one", async () => {
  const gate = join(await tempDir(), "gate");
  const { runner, only } = await aScene({
    reconcile: gated('{ group: "reconcile-${{ github.ref }}", cancel-in-progress: false }', gate),
  });
  for (const name of ["first", "second", "third"]) runner.dispatch({ workflow: "reconcile.yml", inputs: { name } });
  await expect.poll(() => only("reconcile").map((run) => run.status)).toEqual(["in_progress", "completed", "pending"]);

  await writeFile(gate, "");
  await runner.idle();

  expect(only("reconcile").map((run) => `${run.conclusion} ${logOf(run)}`)).toEqual([
    "success first",
    "cancelled ",
    "success third",
  ]);
});

test("In a concurrency group with queue: max up to 100 runs wait, begin in their order, and one more is cancelled", async () => {
  const gate = join(await tempDir(), "gate");
  const { runner, only } = await aScene({ command: gated("{ group: command, queue: max }", gate) });
  const names = Array.from({ length: 102 }, (_, index) => `n${index}`);
  for (const name of names) runner.dispatch({ workflow: "command.yml", inputs: { name } });
  await expect.poll(() => only("command").filter(({ status }) => status === "completed").length).toBe(1);

  await writeFile(gate, "");
  await runner.idle();
  expect(only("command").map((run) => `${run.conclusion} ${logOf(run)}`)).toEqual([
    ...names.slice(0, 101).map((name) => `success ${name}`),
    "cancelled ",
  ]);
});

test("cancel-in-progress ends the active workflow run, and its clean-up steps still run", async () => {
  const gate = join(await tempDir(), "gate");
  const { runner, only } = await aScene({ check: gated("{ group: check, cancel-in-progress: true }", gate) });
  runner.dispatch({ workflow: "check.yml", inputs: { name: "old" } });
  await expect.poll(() => only("check")[0]?.status).toBe("in_progress");
  runner.dispatch({ workflow: "check.yml", inputs: { name: "new" } });
  await expect.poll(() => only("check").map((run) => run.status)).toEqual(["completed", "in_progress"]);
  await writeFile(gate, "");
  await runner.idle();

  expect(only("check").map((run) => `${run.conclusion} ${logOf(run)}`)).toEqual(["cancelled tidied", "success new"]);
});

test("A cancelled workflow run says so, and a rerun has the same event and commit", async () => {
  const gate = join(await tempDir(), "gate");
  const { github, runner, only } = await aScene({ check: gated("check", gate) });
  runner.dispatch({ workflow: "check.yml", inputs: { name: "again" } });
  await expect.poll(() => only("check")[0]?.status).toBe("in_progress");
  const id = only("check")[0]?.id ?? 0;
  runner.cancel(id);
  await runner.idle();
  expect(only("check")[0]).toMatchObject({ conclusion: "cancelled", attempt: 1 });
  expect(logOf(only("check")[0])).toContain("tidied");
  const before = only("check")[0]?.sha;

  await writeFile(gate, "");
  await github.commit({ branch: "main", files: { moved: "on" }, login: "alice" });
  runner.rerun(id);
  await runner.idle();

  expect(only("check")[0]).toMatchObject({ conclusion: "success", attempt: 2, sha: before });
});
