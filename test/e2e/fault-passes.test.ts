import { expect, test } from "vitest";
import { pandaEnv } from "../../scripts/demo/scene.ts";
import { shortLimits } from "../adapters/panda/a-panda.ts";
import { passes } from "../contracts/fault-table.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const reconcile = async (stand: Stand): Promise<void> => {
  // The sandbox's clock moves by hours, and its tokens with it.
  const env = pandaEnv(stand.panda.url, await stand.panda.token());
  await pass(stand, undefined, { env, limits: shortLimits });
};

const standing = async (stand: Stand) => ({
  state: (await neighboursIn(stand))[0]?.state,
  submissions: stand.panda.count().submissions,
});

test.each(passes)(
  "One reconcile pass with a fault of PanDA has the documented result: $fault",
  async ({ given, state, submissions, later, laterSubmissions }) => {
    const stand = await raise();
    stand.panda.fault(given);

    await reconcile(stand);

    expect(await standing(stand)).toEqual({ state, submissions });
    await reconcile(stand);
    await stand.panda.advance(60);
    for (let turn = 0; turn < 4; turn++) {
      await reconcile(stand);
      await stand.panda.tick(6);
    }
    await reconcile(stand);
    expect(await standing(stand)).toEqual({ state: later, submissions: laterSubmissions });
  },
);

test("The login of another user does not repeat a call that the first user may have made", async () => {
  const stand = await raise();
  stand.panda.fault({ at: "put_workflow_request:submit", fault: "expired-token" });
  await reconcile(stand);
  const env = pandaEnv(stand.panda.url, await stand.panda.token({ name: "another person" }));

  for (let n = 0; n < 3; n++) await pass(stand, undefined, { env, limits: shortLimits });

  expect(await standing(stand)).toEqual({ state: "needs-person", submissions: 0 });
  expect(stand.panda.count().calls["put_workflow_request:submit"]).toBe(1);
});
