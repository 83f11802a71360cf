import { expect, test } from "vitest";
import { pandaEnv } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

/** The sandbox's clock moves by hours, and its tokens with it. */
const envNow = async ({ panda }: Stand): Promise<Stand["env"]> => pandaEnv(panda.url, await panda.token());
const reconcile = async (stand: Stand): Promise<unknown> => pass(stand, undefined, { env: await envNow(stand) });

test("A step that iDDS gave up is stalled an hour after the last task ended, and named in the status", async () => {
  const stand = await raise();
  stand.panda.fault({ at: "put_workflow_request:submit", fault: "gives-up", step: "merge" });
  await reconcile(stand);
  await stand.panda.tick(24);
  await reconcile(stand);
  expect(await statusOf(stand)).toMatchObject([
    { state: "running", words: expect.stringContaining("3 of 4 tasks done") },
  ]);

  await stand.panda.advance(61);
  // A person is asked.
  expect((await stand.runAs(await envNow(stand), "reconcile")).code).toBe(1);

  expect(await statusOf(stand)).toMatchObject([
    { state: "stalled", words: "iDDS gave up merge: request 1001 is SubFinished, and no task of this step came" },
  ]);
  await reconcile(stand);
  expect(stand.panda.count().calls["execute_idds_workflow_command:get_status"]).toBe(1);
});
