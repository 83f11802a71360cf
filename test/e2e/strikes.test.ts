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
