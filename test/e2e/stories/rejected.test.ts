import { expect, test } from "vitest";
import { comments } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, expectDone, expectQuiet, pass, request, say, statusLine, toyWith } from "./tale.ts";

/** iDDS refuses the workflow, once. */
const bringRefused = (world: World): Promise<number> => {
  world.panda.fault({ fault: "bad-request", at: "put_workflow_request:submit", times: 1 });
  return bring(world, toyWith());
};

test("A production that PanDA refuses calls its people once, and their submit leads to one more attempt", async () => {
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

test("A new version replaces a refused one, which is superseded when the new one is submitted", async () => {
  const world = await raiseWorld(afterMerge);
  const first = await bringRefused(world);
  expect(await statusLine(world, first)).toBe("**sP26a-toy-pileup 1.0.0: rejected.**");

  const second = await bring(world, {
    [request]:
      toyWith([
        "version: 1.0.0",
        "version: 1.0.1\nacknowledge: [{ code: version-without-change, reason: PanDA refused it }]",
      ])[request] ?? "",
  });
  await pass(world, 30);

  expect(await statusLine(world, second)).toMatch(/^\*\*sP26a-toy-pileup 1\.0\.1: done, /);
  expect(await slotOf(world, first, "status")).toContain("sP26a-toy-pileup 1.0.0: superseded");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  await expectQuiet(world);
});
