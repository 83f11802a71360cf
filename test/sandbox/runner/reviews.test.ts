import { expect, test } from "vitest";
import { here, personOf } from "../github/githubs.ts";
import { aScene } from "./runners.ts";

const waiting = `
on: workflow_dispatch
jobs:
  named:
    runs-on: ubuntu-24.04
    environment: gate
    steps: [ { run: "true" } ]
`;

test("A run waits for a reviewer of its environment, who is not the one who started it", async () => {
  const { github, runner } = await aScene({ pass: waiting }, { environments: { gate: {} } });
  github.addUser("root", "admin");
  github.addUser("bob", "write");
  const { data } = await personOf(github, "bob").rest.users.getByUsername({ username: "bob" });
  await personOf(github, "root").rest.repos.createOrUpdateEnvironment({
    ...{ ...here, environment_name: "gate", prevent_self_review: true },
    reviewers: [{ type: "User", id: data.id }],
  });

  for (const actor of ["alice", "bob", "alice"]) runner.dispatch({ workflow: "pass.yml", actor });
  await runner.idle();
  expect(runner.runs().map(({ status }) => status)).toEqual(["waiting", "waiting", "waiting"]);
  expect(() => runner.review(1, "alice")).toThrow("alice may not review run 1");
  expect(() => runner.review(2, "bob")).toThrow("bob may not review run 2");

  runner.review(1, "bob");
  runner.review(3, "bob", "rejected");
  await runner.idle();
  expect(runner.runs().map(({ conclusion }) => conclusion)).toEqual(["success", undefined, "failure"]);
  expect(() => runner.review(3, "bob")).toThrow("run 3 waits for nobody");
});

test("Each job with an environment makes a deployment, but where its workflow says deployment: false", async () => {
  const { runner } = await aScene(
    {
      deploys: waiting,
      silent: waiting.replace("environment: gate", "environment: { name: gate, deployment: false }"),
      asked: waiting.replace("gate", "{ name: gate, deployment: \"${{ github.ref_name == 'main' }}\" }"),
    },
    { environments: { gate: { secrets: { WORD: "x" } } } },
  );
  for (const name of ["deploys", "silent", "asked"]) runner.dispatch({ workflow: `${name}.yml` });
  await runner.idle();

  const jobs = runner.runs().flatMap((run) => run.jobs);
  expect(jobs.map(({ environment, deployed }) => [environment, deployed])).toEqual([
    ["gate", true],
    ["gate", false],
    ["gate", true],
  ]);
});

test("A workflow of pull_request_target is the default branch's", async () => {
  const target = (words: string): string => `
on: pull_request_target
jobs:
  say:
    runs-on: ubuntu-24.04
    steps: [ { run: "echo ${words}" } ]
`;
  const { github, runner } = await aScene({ target: target("main") });
  const files = { ".github/workflows/target.yml": target("branch") };
  await github.commit({ branch: "other", login: "alice", files, message: "Other" });
  await personOf(github, "alice").rest.pulls.create({ ...here, title: "Other", head: "other", base: "main" });
  await runner.idle();

  const [run] = runner.runs();
  expect(run).toMatchObject({ event: "pull_request_target", ref: "refs/heads/main", conclusion: "success" });
  expect(run?.jobs.flatMap(({ steps }) => steps.flatMap(({ log }) => log)).join("\n")).toContain("main");
});

test("A job that asks for labels which no runner has does not begin", async () => {
  const { github, runner } = await aScene({
    pass: `
on: workflow_dispatch
jobs:
  far:
    runs-on: [self-hosted, gpu]
    steps: [ { run: "true" } ]
`,
  });
  github.addRunner({ name: "one", labels: ["self-hosted"], ephemeral: true });
  runner.dispatch({ workflow: "pass.yml" });
  await runner.idle();
  github.addRunner({ name: "two", labels: ["self-hosted", "gpu"], ephemeral: true });
  runner.dispatch({ workflow: "pass.yml" });
  await runner.idle();

  expect(runner.runs().map(({ jobs }) => jobs.map(({ result, message }) => message ?? result))).toEqual([
    ["no runner has the labels self-hosted, gpu (GitHub would wait for one for 24 hours)"],
    ["success"],
  ]);
});
