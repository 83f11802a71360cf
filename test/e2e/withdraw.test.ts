import { expect, test } from "vitest";
import { approve, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer } from "../../scripts/demo/world.ts";
import { raiseWorld, slotOf } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);

test("A pull request that deletes a running production says so before the merge, and the merge asks a person and kills nothing", async () => {
  const world = await raiseWorld({ parallelJobs: 1 });
  const number = await openPull(world, { login: author, branch: "toy", title: "Toy", files: toy });
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  const files = Object.fromEntries(Object.keys(toy).map((path) => [path, null]));
  const deletion = await openPull(world, { login: author, branch: "gone", title: "Take it back", files });
  const plan = await slotOf(world, deletion, "plan");
  expect(plan).toContain(
    "removes sP26a-toy-pileup 1.0.0 from main, but its tasks may be at PanDA; they go on until you choose keep or drop",
  );

  await approve(world, reviewer, deletion);
  await merge(world, author, deletion);
  await world.runner.idle();

  const orders = Object.keys(world.panda.count().calls).filter((call) => call.includes("kill"));
  expect(orders).toEqual([]);
  expect(await slotOf(world, number, "status")).toContain("main does not hold");
});
