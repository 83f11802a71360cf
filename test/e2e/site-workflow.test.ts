import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { pagesActions } from "./pages-actions.ts";
import { lastRun, raiseSharedWorld } from "./world.ts";

let pages: Awaited<ReturnType<typeof pagesActions>>;
let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  pages = await pagesActions();
  ({ world, close } = await raiseSharedWorld({
    workflows: ["reconcile.yml", "reconcile-schedule.yml", "site.yml"],
    actions: pages.actions,
  }));
  // As GitHub does when Pages are switched on.
  world.github.addEnvironment("github-pages", ["main"]);
  await pushToMain(world, reviewer, workflowFiles(undefined, ["site"]));
  await world.runner.idle();
});
afterAll(async () => {
  await close();
  await pages.remove();
});

const pass = async (): Promise<void> => {
  await world.runner.schedule();
  await world.runner.idle();
};

test("A pass that wrote the ledger is followed by the workflow site, which publishes its pages", async () => {
  await pages.told();
  const files = productionFiles(["toy-pileup"]);
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();

  expect(lastRun(world, "site")).toMatchObject({ conclusion: "success", annotations: [] });
  expect(await pages.told()).toEqual(["github-pages", "deployed"]);
  const { stdout } = await execa("tar", ["-xOf", join(pages.kept, "github-pages"), "./index.html"]);
  expect(stdout).toContain("sP26a-toy-pileup");
});

test("A pass that wrote nothing publishes nothing, and a person who starts the workflow gets the pages", async () => {
  await pass();
  await pages.told();
  const before = world.runner.runs().length;
  await pass();

  const begun = world.runner.runs().slice(before);
  expect(begun.map(({ workflow }) => workflow)).toEqual(["reconcile-schedule", "site"]);
  expect(lastRun(world, "site").log).toContain("already.");
  expect(await pages.told()).toEqual([]);

  const { octokit, owner, repo } = world.as(author);
  await octokit.rest.actions.createWorkflowDispatch({ owner, repo, workflow_id: "site.yml", ref: "main" });
  await world.runner.idle();
  expect(await pages.told()).toEqual(["github-pages", "deployed"]);
});

test("The pages of a private repository are one archive of one day, and GitHub Pages gets none", async () => {
  world.github.makePrivate();
  await world.panda.tick(8);
  await pass();

  expect(lastRun(world, "site").conclusion).toBe("success");
  expect(await pages.told()).toEqual(["site"]);
  const { stdout } = await execa("tar", ["-xOf", join(pages.kept, "site"), "./index.html"]);
  expect(stdout).toContain("sP26a-toy-pileup");
});
