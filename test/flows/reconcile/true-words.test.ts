import { expect, test } from "vitest";
import { aReportedWorld } from "./a-reported-world.ts";
import { speaking } from "./speaking.ts";

test("A retry that failed again between two passes calls its people again", async () => {
  const world = await aReportedWorld();
  const { panda, people, pass, written } = world;
  const fail = async (attemptNr: number, passes: number): Promise<number> => {
    panda.tasks = panda.tasks.map((task) => ({ ...task, status: "failed", attemptNr }));
    for (let count = 0; count < passes; count++) await pass();
    return written.called.filter((number) => number === 7).length;
  };
  for (const _ of [1, 2]) await pass();
  expect(await fail(1, 1)).toBe(1);
  await speaking(world, people, "grace").say(21, "/shrek retry");
  await pass();

  expect(await fail(2, 3)).toBe(2);
});
