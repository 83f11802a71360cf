import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { comments } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, expectDone, expectQuiet, pass, request, say, statusLine, toyWith } from "./tale.ts";

/** The archive goes from PanDA's cache before its check reads it: a cause that passes. */
const bringRefused = async (world: World): Promise<number> => {
  const held = world.panda.hold("put_workflow_request:check", "before-effect");
  const bringing = bring(world, toyWith());
  await held.arrived;
  const cache = join(world.github.gitDir(), "../../../panda/cache");
  await rm(cache, { recursive: true });
  await mkdir(cache);
  held.release();
  return bringing;
};

test("what PanDA's check refuses calls its people once, and their submit tries it once more", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await bringRefused(world);
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: rejected.**");
  const called = (await comments(world.as(author), number)).at(-1)?.body ?? "";
  expect(called).toContain("@sphenix-production");
  expect(called).toContain("`/shrek submit sP26a-toy-pileup@1.0.0`");
  await expectQuiet(world);

  await say(world, reviewer, number, "/shrek submit sP26a-toy-pileup@1.0.0");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });

  await expectDone(world, number);
});

test("a new version repairs what was refused, and the old one is superseded when the new one is submitted", async () => {
  const world = await raiseWorld(afterMerge);
  const first = await bringRefused(world);
  expect(await statusLine(world, first)).toBe("**sP26a-toy-pileup 1.0.0: rejected.**");

  const second = await bring(world, {
    [request]: toyWith(["version: 1.0.0", "version: 1.0.1\nrerun: PanDA refused it"])[request] ?? "",
  });
  await pass(world, 30);

  expect(await statusLine(world, second)).toBe("**sP26a-toy-pileup 1.0.1: done.**");
  expect(await slotOf(world, first, "status")).toContain("sP26a-toy-pileup 1.0.0: superseded");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  await expectQuiet(world);
});
