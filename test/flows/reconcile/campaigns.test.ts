import { expect, test } from "vitest";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, conventions, file, tag, written } from "./a-world.ts";

const place = "campaigns/c.yaml";
const campaign = (more: object = {}, productions: readonly string[] = [tag]) => ({
  [place]: JSON.stringify({ campaign: 1, productions, ...more }),
});
/** Ten jobs of so many hours, each once. */
const asking = (walltime: number, version = "1.0.0") => ({
  [file]: written({
    version,
    defaults: { sites: ["BNL"], walltime, maxAttempt: 1 },
    steps: { simulate: aStep({ run: `make ${version}\n` }) },
  }),
});
const submitsOf = ({ panda }: ReturnType<typeof aWorld>): number => panda.calls.submit.length;
const saidOf = async (world: ReturnType<typeof aWorld>) => describeState(await world.state());

test("Over its budget nothing of a campaign is submitted, which is said once, and a higher budget lets it go", async () => {
  const world = aWorld({ ...asking(2), ...campaign({ coreHours: 1 }) });
  await world.run();
  const commits = world.branch.commits.size;
  await world.run();

  expect([submitsOf(world), world.panda.calls.check.length, await saidOf(world)]).toEqual([
    0,
    0,
    "waits in campaign c: its productions on main ask for more than its budget of 1 core-hour",
  ]);
  expect(world.branch.commits.size).toBe(commits);

  world.main.commit(campaign({ coreHours: 1000000 }));
  await world.run();
  expect([submitsOf(world), await world.kind()]).toEqual([1, "submitted"]);
});

const limits = (said: object) => ({
  "productions/conventions.yaml": `${conventions}\nlimits: ${JSON.stringify(said)}\n`,
});

test("Limits that come while a pass runs stop what was not submitted yet", async () => {
  const world = aWorld(asking(1));
  const { panda } = world;
  const check: typeof panda.check = async (...args) => {
    world.main.commit(limits({ jobs: 9 }));
    return panda.check(...args);
  };
  await world.run({ panda: { ...panda, check } });
  await world.run();
  expect([submitsOf(world), await saidOf(world)]).toEqual([
    0,
    "PanDA's check accepted it; waits in group sphenix: its 10 jobs are more than the 9 jobs that it may have at PanDA at one time",
  ]);
});
