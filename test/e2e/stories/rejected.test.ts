import { expect, test } from "vitest";
import { comments } from "../../../scripts/demo/pull-request.ts";
import { author, reviewer } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { asStage, bring, pass, say, statusLine, toyWith } from "./tale.ts";

test("A production that PanDA refuses calls its people once; their submit is one more attempt, and another's new version replaces it", async () => {
  const world = await raiseWorld(afterMerge);
  // iDDS refuses each workflow once.
  world.panda.fault({ fault: "bad-request", at: "put_workflow_request:submit", times: 2 });
  const number = await bring(world, { ...toyWith(), ...asStage("signal", toyWith()) });
  const refused = await slotOf(world, number, "status");
  for (const stage of ["pileup", "signal"]) expect(refused).toContain(`sP26a-toy-${stage} 1.0.0`);
  expect(refused).toContain("rejected");
  const called = (await comments(world.as(author), number)).slice(1);
  expect(called).toMatchObject([{ body: expect.stringContaining("@sphenix-production") }]);

  await say(world, reviewer, number, "/shrek submit sP26a-toy-pileup@1.0.0");
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
  const again = "version: 1.0.1\nacknowledge: [{ code: version-without-change, reason: PanDA refused it }]";
  const second = await bring(world, asStage("signal", toyWith(["version: 1.0.0", again])));
  await pass(world, 30);

  expect(await statusLine(world, second)).toMatch(/^\*\*sP26a-toy-signal 1\.0\.1: done, /);
  const ended = await slotOf(world, number, "status");
  const [marker = ""] = called[0]?.body?.split("\n") ?? [];
  const calls = (await comments(world.as(author), number)).filter(({ body }) => body?.startsWith(marker));
  expect(calls).toMatchObject([{ body: expect.not.stringContaining("sP26a-toy-pileup") as string }]);
  expect(ended).toContain("**sP26a-toy-pileup 1.0.0**: done, all 4 tasks are done");
  expect(ended).toContain("**sP26a-toy-signal 1.0.0**: superseded");
  expect(world.panda.count()).toMatchObject({ submissions: 2 });
});
