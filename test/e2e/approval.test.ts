import { expect, test } from "vitest";
import { approve, merge, openPull, pushToMain } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { pass } from "./stories/tale.ts";
import { afterMerge, raiseWorld, slotOf, whileActionsAreOff } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const conventions = "productions/conventions.yaml";
const text = (path: string): string => productionFiles(["toy-pileup", "conventions.yaml"])[path] ?? "";
const version2 = text(request).replace("version: 1.0.0", "version: 2.0.0");

let branch = 0;
const open = (world: World, login: string, files: Readonly<Record<string, string>>): Promise<number> =>
  openPull(world, { login, branch: `b${++branch}`, title: "Change", files });

/** Approved by grace, merged, submitted. */
const goodFirst = async (world: World): Promise<void> => {
  const number = await open(world, author, toy);
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
};

/** One pass reads both merges. */
const mergedTogether = async (world: World, ...numbers: readonly number[]): Promise<void> => {
  await whileActionsAreOff(world, async () => {
    for (const number of numbers) await merge(world, author, number);
  });
  await pass(world);
};

test("An approval counts for no version and no payload that came with another merge, and a changed tag template submits nothing again", async () => {
  const world = await raiseWorld({ ...afterMerge, parallelJobs: 1, unruled: true });
  await goodFirst(world);
  const unseen = await open(world, author, { [request]: version2.replace("jobs: 10", "jobs: 77") });
  const harmless = await open(world, author, { "productions/toy-pileup/README.md": "harmless\n" });
  await approve(world, reviewer, harmless);

  await mergedTogether(world, unseen, harmless);

  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  expect(await slotOf(world, harmless, "status")).toContain("**sP26a-toy-pileup 2.0.0: held.**");

  const approved = await open(world, author, {
    [request]: text(request).replace("version: 1.0.0", "version: 3.0.0").replace("jobs: 10", "jobs: 11"),
  });
  await approve(world, reviewer, approved);
  const evil = await open(world, author, {
    "productions/toy-pileup/toy/merge.sh": `true evil\n${text("productions/toy-pileup/toy/merge.sh")}`,
  });

  await mergedTogether(world, evil, approved);

  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  expect(await slotOf(world, approved, "status")).toContain("main holds other content than the version approved");

  // Nor does another name make a production one that was not submitted.
  await pushToMain(world, author, {
    [conventions]: text(conventions).replace('"{campaign}-{physics}-{stage}"', '"{campaign}-{physics}-{stage}-x"'),
  });
  await world.runner.idle();
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});
