import { basename } from "node:path";
import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { afterMerge, firstLines, raiseWorld, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
/** Each pass of reconcile: the workflow, and the event that started it. */
const passesOf = ({ runner }: World): readonly string[] =>
  runner
    .runs()
    .filter(({ workflow }) => /^reconcile/.test(workflow))
    .map(({ workflow, event }) => `${workflow} ${event}`);

test("Scheduled runs that GitHub drops or delays are made up by the next run, and no production is submitted twice", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  const strike = async (): Promise<string | undefined> => {
    await world.runner.schedule();
    await world.runner.idle();
    return firstLines(await slotOf(world, number, "status"))[0];
  };
  const passes = (): number => passesOf(world).length;
  const before = passes();

  await world.panda.tick(30);
  world.runner.disturbSchedule("dropped", 2);
  world.runner.disturbSchedule("late", 1);
  for (let missed = 0; missed < 3; missed++) expect(await strike()).toBe("**sP26a-toy-pileup 1.0.0: submitted.**");
  expect(passes()).toBe(before);

  expect(await strike()).toMatch(/^\*\*sP26a-toy-pileup 1\.0\.0: done, all 4 tasks are done/);
  expect(passes()).toBe(before + 2);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

/** GitHub stops a whole file: its pushes and dispatches, too. */
const stopSchedules = (world: World): void =>
  world.runner.disable(
    Object.entries(workflowFiles())
      .filter(([, text]) => text.includes("\n  schedule:\n"))
      .map(([path]) => basename(path)),
  );

test("Where GitHub has stopped the schedules after 60 quiet days, a merge is submitted and a command starts a pass", async () => {
  const world = await raiseWorld(afterMerge);
  stopSchedules(world);
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  const before = passesOf(world).length;
  await comment(world, author, number, "/shrek status");
  await world.runner.schedule();
  await world.runner.idle();
  expect(passesOf(world).slice(before)).toEqual(["reconcile workflow_dispatch"]);
});

test("Where a person has disabled reconcile, plan and command say it with the order that ends it, and what was merged is submitted once after it", async () => {
  const world = await raiseWorld();
  const first = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  await world.runner.idle();
  await approve(world, reviewer, first);
  await merge(world, reviewer, first);
  await world.runner.idle();
  world.runner.disable(["reconcile.yml", "reconcile-schedule.yml"]);
  const stopped =
    "reconcile.yml starts nothing: a person disabled it, and no merge and no command starts a pass. `gh workflow enable reconcile.yml` ends that.";

  const files = Object.fromEntries(
    Object.entries(toy).map(([path, text]) => [
      path.replace("toy-pileup", "toy-later"),
      text.replace("sP26a", "sP26b").replace("slope: 7", "slope: 8"),
    ]),
  );
  const second = await openPull(world, { login: author, branch: "later", title: "Request later", files });
  await world.runner.idle();
  expect(await slotOf(world, second, "plan")).toContain(stopped);
  await approve(world, reviewer, second);
  await merge(world, reviewer, second);
  for (const number of [first, second]) await comment(world, author, number, "/shrek status");
  await world.runner.schedule();
  await world.runner.idle();
  for (const number of [first, second])
    expect((await comments(world.as(author), number)).at(-1)?.body).toContain(stopped);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  const { octokit, owner, repo } = world.as(author);
  for (const workflow_id of ["reconcile.yml", "reconcile-schedule.yml"])
    await octokit.rest.actions.enableWorkflow({ owner, repo, workflow_id });
  await world.runner.schedule();
  await world.runner.schedule();
  await world.runner.idle();
  expect(firstLines(await slotOf(world, second, "status"))[0]).toBe("**sP26b-toy-pileup 1.0.0: submitted.**");
  expect(world.panda.count()).toMatchObject({ submissions: 2 });
});

test("A merge and a strike of the schedule wait for each other, and where nothing makes them wait a production is still submitted once", async () => {
  const groups = Object.values(workflowFiles()).map((text) => /^ {2}group: (reconcile)$/m.exec(text)?.[1]);
  expect(groups.filter((group) => group !== undefined)).toEqual(["reconcile", "reconcile"]);

  // A dry run before each pass, which would look at GitHub in between, is left out.
  const world = await raiseWorld({ ...afterMerge, parallelJobs: 4, around: undefined });
  const alone = workflowFiles((_, text) => text.replace(/^concurrency:\n {2}group: reconcile\n.*\n/m, ""));
  await pushToMain(world, reviewer, alone, "No groups");
  await world.runner.idle();
  const before = passesOf(world).length;
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files: toy });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.schedule();
  await world.runner.schedule();
  await world.runner.idle();

  expect(passesOf(world).slice(before).toSorted()).toEqual([
    "reconcile push",
    "reconcile-schedule schedule",
    "reconcile-schedule schedule",
  ]);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});

test("Many words at once that data came cost two passes at the most, and nothing of them is read", async () => {
  const world = await raiseWorld({ workflows: ["reconcile.yml"] });
  await world.runner.idle();
  const passes = (): number => world.runner.runs().filter(({ workflow }) => workflow === "reconcile").length;
  const done = (): number =>
    world.runner.runs().filter(({ workflow, conclusion }) => workflow === "reconcile" && conclusion === "success")
      .length;
  const before = done();
  const { octokit, owner, repo } = world.as(author);
  const tell = (event_type: string) =>
    octokit.rest.repos.createDispatchEvent({ owner, repo, event_type, client_payload: { tag: "$(touch /tmp/no)" } });
  await Promise.all(Array.from({ length: 30 }, () => tell("look")));
  await world.runner.idle();
  expect(done() - before).toBeGreaterThanOrEqual(1);
  expect(done() - before).toBeLessThanOrEqual(2);

  const known = passes();
  await tell("another");
  await world.runner.idle();
  expect(passes()).toBe(known);
});
