import { expect, test } from "vitest";
import { here, octokitOf, personOf } from "../github/githubs.ts";
import { aScene } from "./runners.ts";

const workflows = {
  check: `
name: Check
on: pull_request
jobs: { check: { runs-on: ubuntu-24.04, steps: [ { run: echo checked } ] } }
`,
  after: `
on: { workflow_run: { workflows: [Check], types: [completed] } }
jobs: { after: { runs-on: ubuntu-24.04, steps: [ { run: echo after } ] } }
`,
};

test("A workflow run of a first-time contributor waits for a maintainer, with the conclusion action_required", async () => {
  const { github, runner, only } = await aScene(workflows);
  const fork = await github.addFork("carol");
  const open = async (branch: string): Promise<number> => {
    await github.commit({ repository: fork, branch, login: "carol", files: { [branch]: "x" } });
    const { rest } = octokitOf(github, github.mintToken({ login: "carol" }));
    return (await rest.pulls.create({ ...here, head: `carol:${branch}`, base: "main", title: branch })).data.number;
  };
  const conclusions = () => [only("check"), only("after")].map((runs) => runs.map(({ conclusion }) => conclusion));

  const number = await open("first");
  await runner.idle();
  expect(conclusions()).toEqual([["action_required"], ["success"]]);
  expect(only("check")[0]?.jobs).toEqual([]);

  runner.approve();
  await runner.idle();
  expect(conclusions()).toEqual([["success"], ["success", "success"]]);

  await personOf(github, "bob").rest.pulls.merge({ ...here, pull_number: number });
  await open("second");
  await runner.idle();
  expect(conclusions()[0]).toEqual(["success", "success"]);
});
