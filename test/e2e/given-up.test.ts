import { expect, test } from "vitest";
import { pandaEnv, type Ran } from "../../scripts/demo/scene.ts";
import { raise, type Stand, statusOf } from "./stand.ts";

/** The sandbox's clock moves by hours, and its tokens with it. */
const reconcile = async (stand: Stand): Promise<Ran> =>
  stand.runAs(pandaEnv(stand.panda.url, await stand.panda.token()), "reconcile");

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
  expect((await reconcile(stand)).code).toBe(1);

  expect(await statusOf(stand)).toMatchObject([
    { state: "stalled", words: "iDDS gave up merge: request 1001 is SubFinished, and no task of this step came" },
  ]);
  await reconcile(stand);
  expect(stand.panda.count().calls["execute_idds_workflow_command:get_status"]).toBe(1);
});
