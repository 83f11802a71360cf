import { expect, test } from "vitest";
import { here, personOf } from "../github/githubs.ts";
import { aScene } from "./runners.ts";

test("Each run of a job with an environment makes a deployment on GitHub, unless the job says deployment: false", async () => {
  const { github, runner } = await aScene(
    {
      pass: `
on: workflow_dispatch
jobs:
  named:
    runs-on: ubuntu-24.04
    environment: panda
    steps: [ { run: "true" } ]
  quiet:
    runs-on: ubuntu-24.04
    environment: { name: panda, deployment: false }
    steps: [ { run: "true" } ]
  unnamed:
    runs-on: ubuntu-24.04
    steps: [ { run: "true" } ]
`,
    },
    { environments: { panda: {} } },
  );

  for (const _ of [1, 2]) {
    runner.dispatch({ workflow: "pass.yml" });
    await runner.idle();
  }

  const { data } = await personOf(github, "alice").rest.repos.listDeployments({ ...here, environment: "panda" });
  expect(data.map(({ environment, ref, creator }) => [environment, ref, creator?.login])).toEqual([
    ["panda", "refs/heads/main", "github-actions[bot]"],
    ["panda", "refs/heads/main", "github-actions[bot]"],
  ]);
});
