import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { comments } from "../../../scripts/demo/pull-request.ts";
import { reviewer, type World } from "../../../scripts/demo/world.ts";
import { wire } from "../../sandbox/panda/wire.ts";
import { afterMerge, raiseWorld, slotOf } from "../world.ts";
import { bring, expectQuiet, orderCalls, pass, say, statusLine, toyWith } from "./tale.ts";

/** A robot that has PanDA's production role. */
const withRole = {
  panda: { secrets: { client: "sandbox-secret", robot: "sandbox-secret", refresh: "sandbox-refresh" } },
  login: {
    secrets: { PANDA_AUTH_ROBOT_SECRET: "sandbox-secret" },
    variables: { PANDA_AUTH_ROBOT_ID: "sandbox-robot", PANDA_AUTH_VO: "sphenix.production" },
  },
};

/** The last step fails until `mend` was called. */
const failing = toyWith(
  ["maxAttempt: 2", "maxAttempt: 1"],
  ["      bash toy/merge.sh", '      test -e "$TMPDIR/../../mended"\n      bash toy/merge.sh'],
);
const mend = (world: World): Promise<void> => writeFile(join(world.github.gitDir(), "../../../panda/jobs/mended"), "");

test("Pause waits until a join has its task, then stops every task with one order; resume continues them, and a retry with more memory is sent once", async () => {
  const world = await raiseWorld({ ...afterMerge, ...withRole });
  const number = await bring(world, failing);
  await pass(world, 3);

  expect(await say(world, reviewer, number, "/shrek pause")).toContain(
    "cannot pause now: pileup reads several steps and has no task yet",
  );
  expect(orderCalls(world)).toEqual({});
  while (!(await slotOf(world, number, "status"))?.includes("| pileup, [")) await pass(world, 1);
  await say(world, reviewer, number, "/shrek pause");
  expect(orderCalls(world)["pause"]).toBeGreaterThan(0);
  await pass(world, 6);
  const paused = orderCalls(world);
  expect(await slotOf(world, number, "status")).toContain("| paused, ");

  await say(world, reviewer, number, "/shrek resume");
  expect(orderCalls(world)["resume"]).toBeGreaterThan(0);
  for (let turn = 0; turn < 2; turn++) await pass(world, 40);
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: failed.**");

  await mend(world);
  await say(world, reviewer, number, "/shrek retry sP26a-toy-pileup/merge memory=3000");
  await pass(world, 20);
  expect(orderCalls(world)).toEqual({ ...paused, resume: paused["pause"], retry: 1 });
  const status = await slotOf(world, number, "status");
  expect(status).toContain("merge ran with 3000 MB per core because grace said so, which git does not say");
  expect(await statusLine(world, number)).toMatch(/^\*\*sP26a-toy-pileup 1\.0\.0: done, all 4 tasks are done/);
  const [, id = ""] = /\| merge, \[(\d+)\]/.exec(status ?? "") ?? [];
  const { data } = await wire(world.panda.url, await world.panda.token()).get("task/get_detailed_info", {
    task_id: id,
  });
  expect(data).toMatchObject({ ramCount: 3000 });
});

test("An order that PanDA refuses is reported on the pull request and not repeated, and finish ends a step with its present files, which later steps read", async () => {
  const world = await raiseWorld(afterMerge);
  const number = await bring(world, toyWith(["    jobs: 3\n", "    jobs: 40\n"]));
  await pass(world, 10);

  world.panda.fault({ fault: "declined", at: "finish", times: 100 });
  await say(world, reviewer, number, "/shrek finish sP26a-toy-pileup/signal");
  expect(await slotOf(world, number, "status")).toContain("PanDA refused finish of task");
  expect(orderCalls(world)).toEqual({ finish: 1 });
  await expectQuiet(world);
  // The status, and the command with what became of it in the status.
  expect(await comments(world.as(reviewer), number)).toHaveLength(2);

  world.panda.mend();
  await say(world, reviewer, number, "/shrek finish sP26a-toy-pileup/signal");
  await pass(world, 60);
  expect(orderCalls(world)).toEqual({ finish: 2 });
  expect(await statusLine(world, number)).toBe("**sP26a-toy-pileup 1.0.0: incomplete.**");
  expect(await slotOf(world, number, "status")).toMatch(/\| signal, .*\| finished, /);
});
