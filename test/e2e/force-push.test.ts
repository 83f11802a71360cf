import { expect, test } from "vitest";
import { approve, comment, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { runGit } from "../contracts/git-place.ts";
import { expectQuiet } from "./stories/tale.ts";
import { afterMerge, lastRun, raiseWorld } from "./world.ts";

const settled = async (world: World): Promise<void> => {
  await world.runner.schedule();
  await world.runner.idle();
};

/** The toy production, merged by its author once somebody else approved it; reconcile has run. */
const bringToy = async (world: World): Promise<number> => {
  const number = await openPull(world, {
    login: author,
    branch: "toy",
    title: "Toy",
    files: productionFiles(["toy-pileup"]),
  });
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
  return number;
};

test("After a force push to main on GitHub reconcile fails and names the lost commit, until a person accepts", async () => {
  const world = await raiseWorld({ ...afterMerge, parallelJobs: 1 });
  const number = await bringToy(world);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  const dir = world.github.gitDir();
  const processed = await runGit(dir, "rev-parse", "main");
  const again = await runGit(dir, "commit-tree", "-p", "main~1", "-m", "Another history", "main^{tree}");
  await runGit(dir, "update-ref", "refs/heads/main", again);
  await settled(world);

  expect(lastRun(world, "reconcile").conclusion).toBe("failure");
  expect(lastRun(world, "reconcile").annotations.join()).toContain(
    `main was force-pushed: the last processed commit ${processed.slice(0, 12)} is gone`,
  );

  await comment(world, author, number, "/shrek accept");
  await settled(world);

  expect(lastRun(world, "reconcile").conclusion).toBe("success");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  await expectQuiet(world);
});
