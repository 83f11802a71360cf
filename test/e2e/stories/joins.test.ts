import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reviewer, type World } from "../../../scripts/demo/world.ts";
import { tasksNamed, wire } from "../../sandbox/panda/wire.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, expectQuiet, orderCalls, pass, say, statusLine, toyWith } from "./tale.ts";

const operator = async (world: World) =>
  wire(world.panda.url, await world.panda.token({ witness: true }), "sphenix.production");

test("A join that began at a pause by PanDA's operators is not done over a part of its files, whatever its tasks say", async () => {
  const world = await raiseWorld({ ...afterMerge, panda: { cores: 1 } });
  const number = await bring(world, toyWith());
  const panda = await operator(world);
  const background = async () => (await tasksNamed(panda, "_background$"))[0];
  while (((await background())?.nFilesFinished ?? 0) < 2) await world.panda.tick();
  await panda.post("task/pause", { task_id: (await background())?.jediTaskID ?? 0 });
  while (!(await slotOf(world, number, "status"))?.includes("| pileup, [")) await pass(world, 1);

  await panda.post("task/resume", { task_id: (await background())?.jediTaskID ?? 0 });
  await pass(world, 60);

  const tasks = await tasksNamed(panda, "_(signal|background|pileup|merge)$");
  expect(tasks.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: incomplete.**");
  expect(await slotOf(world, number, "status")).toMatch(/pileup read [2-9] of the 10 files that background has/);
  expect(await say(world, reviewer, number, "/shrek retry")).toContain("has no task that a retry reaches");
  expect(orderCalls(world)).toEqual({});
  await expectQuiet(world);
});

const step = (name: string, run: string, read?: string): string =>
  [
    `  ${name}:`,
    ...(read === undefined ? ["    jobs: 2"] : [`    in: ${read}`]),
    `    out: [${name}.txt]`,
    "    maxAttempt: 1",
    `    run: ${run}`,
    "",
  ].join("\n");

test("One retry brings back a chain whose first step failed, and names the join that PanDA never begins behind it", async () => {
  const world = await raiseWorld(afterMerge);
  const request = `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: mdc }
description: A chain with a join
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX], memory: 500, walltime: 1 }
steps:
${step("raw", 'test -e "$TMPDIR/../../mended" && echo "$uniqueId" >raw.txt')}${step("fit", 'cat "$raw" >fit.txt', "[{ from: raw, filesPerJob: 1 }]")}${step("plot", 'cat "$fit" >plot.txt', "[{ from: fit, filesPerJob: 1 }]")}${step("noise", 'echo "$uniqueId" >noise.txt')}${step("both", 'cat "${fit[@]}" "${noise[@]}" >both.txt', "[{ from: fit, filesPerJob: 1 }, { from: noise, filesPerJob: 1 }]")}`;
  const number = await bring(world, { "productions/toy-mdc/production.yaml": request });
  await pass(world, 20);
  expect(await statusLine(world, number)).toBe("**sP26a-toy-mdc 1.0.0: failed.**");
  expect(await slotOf(world, number, "status")).toContain("`/shrek retry");

  await writeFile(join(world.github.gitDir(), "../../../panda/jobs/mended"), "");
  await say(world, reviewer, number, "/shrek retry");
  for (let turn = 0; turn < 5; turn++) await pass(world, 12);

  const tasks = await tasksNamed(await operator(world), "_(raw|fit|plot|noise|both)$");
  expect(tasks.map(({ taskName, status }) => [taskName.split("_").at(-1), status])).toEqual([
    ["noise", "done"],
    ["raw", "done"],
    ["fit", "done"],
    ["plot", "done"],
  ]);
  expect(orderCalls(world)).toEqual({ retry: 3 });
  expect(await statusLine(world, number)).toBe("**sP26a-toy-mdc 1.0.0: stalled.**");
  expect(await slotOf(world, number, "status")).toContain(
    "both gets no task: fit ended without success once, and iDDS begins no step of several parents behind",
  );
  await expectQuiet(world);
});
