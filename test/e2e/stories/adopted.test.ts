import { expect, test } from "vitest";
import { reviewer } from "../../../scripts/demo/world.ts";
import { pileUp } from "../../sandbox/panda/tiny-archive.ts";
import { sendWorkflow, wire } from "../../sandbox/panda/wire.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, orderCalls, pass, say, statusLine, toyWith } from "./tale.ts";

const outDS = "user.sphnxpro.sP26a-toy-pileup.v1.0.0.b0";

/** PanDA numbers tasks by the order of the steps, and SHREK writes the background first. */
const workflow = pileUp["workflow.cwl"] ?? "";
const [both = "", signal = "", background = ""] =
  /( {2}signal:[^]*?)( {2}background:[^]*?)(?= {2}pileup:)/.exec(workflow) ?? [];
const theirs = { ...pileUp, "workflow.cwl": workflow.replace(both, `${background}${signal}`) };

test("Tasks that another person started under a production's names are a conflict, until adopt follows them to done", async () => {
  const world = await raiseWorld(afterMerge);
  const client = wire(world.panda.url, await world.panda.token());
  await sendWorkflow(client, world.panda.url, outDS, theirs);
  await world.panda.tick(2);

  const number = await bring(world, toyWith());
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: conflict.**");
  expect(await slotOf(world, number, "status")).toContain("`/shrek adopt sP26a-toy-pileup@1.0.0`");

  await say(world, reviewer, number, "/shrek adopt");
  await pass(world, 30);

  expect(await statusLine(world, number)).toMatch(/^\*\*sP26a-toy-pileup 1\.0\.0: done, all 4 tasks are done/);
  expect(world.panda.count()).toMatchObject({ submissions: 1, tasks: 4 });
  expect(orderCalls(world)).toEqual({});
});
