import { expect, test } from "vitest";
import { approve, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer } from "../../scripts/demo/world.ts";
import { afterMerge, firstLines, raiseWorld, slotOf } from "./world.ts";

test("Scheduled runs that GitHub drops or delays are made up by the next run, and no production is submitted twice", async () => {
  const world = await raiseWorld(afterMerge);
  const files = productionFiles(["toy-pileup"]);
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  const strike = async (): Promise<string | undefined> => {
    await world.runner.schedule();
    await world.runner.idle();
    return firstLines(await slotOf(world, number, "status"))[0];
  };
  const passes = (): number => world.runner.runs().filter(({ workflow }) => workflow === "reconcile").length;
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
