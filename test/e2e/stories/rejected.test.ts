import { expect, test } from "vitest";
import { comments } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { asStage, bring, expectDone, expectQuiet, type Files, say, statusLine, toyWith } from "./tale.ts";

/** iDDS refuses the workflow, once. */
const bringRefused = (world: World, files: Files): Promise<number> => {
  world.panda.fault({ fault: "bad-request", at: "put_workflow_request:submit", times: 1 });
  return bring(world, files);
};

test("A production that PanDA refuses calls its people once; their submit is one more attempt, and another's new version replaces it", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await bringRefused(world, toyWith());
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: rejected.**");
  const called = (await comments(world.as(author), number)).at(-1)?.body ?? "";
  expect(called).toContain("@sphenix-production");
  expect(called).toContain("`/shrek submit sP26a-toy-pileup@1.0.0`");
  const first = await bringRefused(world, asStage("signal", toyWith()));
  expect(await statusLine(world, first)).toBe("**sP26a-toy-signal 1.0.0: rejected.**");
  await expectQuiet(world);

  await say(world, reviewer, number, "/shrek submit sP26a-toy-pileup@1.0.0");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  const again = "version: 1.0.1\nacknowledge: [{ code: version-without-change, reason: PanDA refused it }]";
  const second = await bring(world, asStage("signal", toyWith(["version: 1.0.0", again])));

  await expectDone(world, number);
  expect(await statusLine(world, second)).toMatch(/^\*\*sP26a-toy-signal 1\.0\.1: done, /);
  expect(await slotOf(world, first, "status")).toContain("sP26a-toy-signal 1.0.0: superseded");
  expect(world.panda.count()).toMatchObject({ submissions: 2 });
});
