import { expect, test } from "vitest";
import { approve, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { lastRun, raiseWorld } from "./world.ts";

const workflows = ["reconcile.yml", "deployments.yml"];
const asked = { SHREK_DEPLOYMENTS: "true" };
const toy = productionFiles(["toy-pileup"]);

const submitted = async (world: World, rewrite?: (name: string, text: string) => string): Promise<void> => {
  const files = workflowFiles(rewrite, ["deployments"]);
  await world.github.commit({ branch: "main", login: reviewer, files });
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
};

const shown = async (world: World) => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.repos.listDeployments({ owner, repo });
  return Promise.all(
    data.map(async ({ id, environment, description }) => {
      const statuses = await octokit.rest.repos.listDeploymentStatuses({ owner, repo, deployment_id: id });
      const said = statuses.data.map(({ state, description: words, log_url }) => ({ state, words, log_url }));
      return { environment, description, said };
    }),
  );
};

test("GitHub shows how a submission stands, once for each change, with the address of its task", async () => {
  const world = await raiseWorld({ workflows, variables: asked });
  await submitted(world);

  const [first, ...others] = await shown(world);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ environment: "sP26a-toy-pileup", description: "sP26a-toy-pileup 1.0.0" });
  expect(["queued", "in_progress"]).toContain(first?.said[0]?.state);
  for (let pass = 0; pass < 10 && (await shown(world))[0]?.said[0]?.state !== "success"; pass++) {
    await world.panda.tick(4);
    await world.runner.schedule();
    await world.runner.idle();
  }
  const [last, ...more] = await shown(world);
  expect(more).toEqual([]);
  expect(last?.said[0]).toMatchObject({
    state: "success",
    words: "done: every task is done",
    log_url: expect.stringMatching(new RegExp(`^${world.panda.url}/task/\\d+/$`)),
  });
  const words = last?.said.map((one) => `${one.state} ${one.words} ${one.log_url}`);
  expect(words).toEqual([...new Set(words)]);

  await world.runner.schedule();
  await world.runner.idle();
  expect(lastRun(world, "deployments").log).toContain("0 deployments made, 0 states told, 0 left for the next run");
  const held = world.runner.runs().filter(({ workflow }) => workflow === "deployments");
  expect(new Set(held.flatMap(({ jobs }) => jobs.map((job) => job.environment)))).toEqual(new Set([undefined]));
});

test("nothing is shown where no variable asks for it; and a job without its permission names it", async () => {
  const quiet = await raiseWorld({ workflows });
  await quiet.github.commit({ branch: "main", login: reviewer, files: workflowFiles(undefined, ["deployments"]) });
  await quiet.runner.idle();
  expect(lastRun(quiet, "deployments").conclusion).toBe("skipped");
  expect(await shown(quiet)).toEqual([]);

  const poor = await raiseWorld({ workflows, variables: asked });
  await submitted(poor, (_, text) => text.replace(/^ +deployments: write.*\n/m, ""));
  const { exits, annotations, log } = lastRun(poor, "deployments");
  expect(exits).toEqual([2]);
  expect(annotations.join("\n") + log).toContain("deployments: write");
});
