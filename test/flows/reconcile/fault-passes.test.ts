import { expect, test } from "vitest";
import { shortLimits as limits } from "../../adapters/panda/a-panda.ts";
import { passes } from "../../contracts/fault-table.ts";
import { aPandaWorld, type PandaWorld } from "./a-panda-world.ts";

const standing = async ({ states, submissions }: PandaWorld) => ({
  state: (await states())[0]?.replace("1.0.0 ", ""),
  submissions: submissions(),
});

test.each(passes)(
  "One reconcile pass with a fault of PanDA has the documented result: $fault",
  async ({ given, state, submissions, later, laterSubmissions }) => {
    const world = await aPandaWorld();
    const { panda, pass } = world;
    panda.fault(given);

    await pass(undefined, { limits });

    expect(await standing(world)).toEqual({ state, submissions });
    await pass(undefined, { limits });
    await panda.advance(60);
    for (let turn = 0; turn < 4; turn++) {
      await pass(undefined, { limits });
      await panda.tick(6);
    }
    await pass(undefined, { limits });
    expect(await standing(world)).toEqual({ state: later, submissions: laterSubmissions });
  },
);

test("The login of another user does not repeat a call that the first user may have made", async () => {
  const world = await aPandaWorld();
  world.panda.fault({ at: "put_workflow_request:submit", fault: "expired-token" });
  await world.pass(undefined, { limits });

  for (let n = 0; n < 3; n++) await world.pass(undefined, { limits, claims: { name: "another person" } });

  expect(await standing(world)).toEqual({ state: "needs-person", submissions: 0 });
  expect(world.panda.count().calls["put_workflow_request:submit"]).toBe(1);
});
