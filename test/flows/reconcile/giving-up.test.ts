import { describe, expect, test } from "vitest";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, file, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const twoSteps = {
  simulate: aStep(),
  merge: { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "merge\n" },
};

/** Its first task is done at ten; the second one has not come. */
const halfDone = async (): Promise<World & { readonly asked: number[] }> => {
  const world = aWorld({ [file]: written({ steps: twoSteps }) });
  const asked: number[] = [];
  const { requestStatus } = world.panda;
  world.panda.requestStatus = async (request) => {
    asked.push(request);
    return requestStatus(request);
  };
  await world.run();
  world.panda.tasks = world.panda.tasks.filter(({ name }) => name.endsWith("simulate"));
  for (const task of world.panda.tasks) Object.assign(task, { status: "done", finished: 10 });
  await world.run();
  expect(await world.kind()).toBe("running");
  return { ...world, asked };
};

const at = (world: World, time: string): Promise<unknown> => {
  world.panda.date = new Date(`2026-03-01T${time}Z`);
  return world.run();
};

describe("a step without a task", () => {
  test("iDDS is asked after an hour of PanDA's clock, and a production with a step that iDDS gave up is stalled at once", async () => {
    const world = await halfDone();
    world.panda.statuses.set(1, "SubFinished");

    await at(world, "10:59:59");
    expect([await world.kind(), world.asked]).toEqual(["running", []]);
    await at(world, "11:00:00");

    const state = await world.state();
    expect([state.kind, describeState(state), world.asked]).toEqual([
      "stalled",
      "iDDS gave up merge: request 1 is SubFinished, and no task of this step came",
      [1],
    ]);
  });
});
