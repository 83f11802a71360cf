import { afterAll, beforeAll, expect, test } from "vitest";
import { pushToMain } from "../../scripts/demo/pull-request.ts";
import { productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { madeAndRead, submitVersion } from "../../scripts/prove/kill/jobs.ts";
import { lastRun, raiseSharedWorld, readNoMorePlans, slotOf } from "./world.ts";

const app = "shrek-upkeep";
const { "productions/conventions.yaml": conventions = "" } = productionFiles(["conventions.yaml"]);

let world: World;
let close: () => Promise<void>;

const run = async (): Promise<string> => {
  await world.runner.schedule();
  await world.runner.idle();
  const { conclusion, log, annotations } = lastRun(world, "upkeep");
  expect(conclusion).toBe("success");
  return [log, ...annotations].join("\n");
};
const pulls = async () => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
  return data
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, state, user, title, head }) => ({ number, state, by: user?.login, title, branch: head.ref }));
};

beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({
    workflows: ["upkeep.yml", "check.yml", "comment.yml"],
    app: { slug: app, permissions: { contents: "write", "pull-requests": "write" } },
  }));
  const files = { ...madeAndRead };
  await pushToMain(world, reviewer, { ...files, ...workflowFiles(undefined, ["upkeep"]) }, "Begin");
  for (const minor of [0, 1]) await submitVersion(world, minor);
});
afterAll(() => close());

test("The upkeep proposes nothing where the conventions do not ask for it, and says where they would", async () => {
  expect(await run()).toContain("`policy` in productions/conventions.yaml on main has no `upkeep`");
  expect(await pulls()).toEqual([]);
});

test("The upkeep opens one pull request as the App, with its plan, and overtakes it by the next version", async () => {
  const policy = `\npolicy:\n  upkeep: { app: ${app}, of: [inputs, resources] }\n`;
  await pushToMain(world, reviewer, { "productions/conventions.yaml": `${conventions}${policy}` }, "Keep up");

  expect(await run()).toContain("inputs: pull request 1, opened");
  expect(await pulls()).toMatchObject([
    { state: "open", by: `${app}[bot]`, title: "productions/reader: newer versions of what it reads" },
  ]);
  expect(await slotOf(world, 1, "plan")).toContain("prun --inDS <sP26a-hfcharm-signal@1.1.0/make>");

  readNoMorePlans(world);
  await submitVersion(world, 2);
  expect(await run()).toContain("inputs: pull request 1 is overtaken, and closed");
  expect((await pulls()).map(({ state }) => state)).toEqual(["closed", "open"]);
  const held = world.github.tokens();
  expect(held.filter(({ label }) => label.startsWith("upkeep.yml")).flatMap(({ calls }) => calls)).toEqual([]);
  const [acting = { permissions: {}, calls: [] }] = held.filter(({ label }) => label.startsWith("app")).slice(-1);
  expect(Object.keys(acting.permissions).toSorted()).toEqual(["contents", "pull-requests"]);
  for (const one of ["contents: write", "pull-requests: write"])
    expect(acting.calls.map(({ permission }) => permission)).toContain(one);
});
