import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { raise } from "./stand.ts";

const folder = "productions/toy-pileup";

// All else that main may do during a pass: test/flows/reconcile/follow-main.test.ts, with git in memory.

test("A production that main drops before its check is asked is not submitted", async () => {
  const stand = await raise();
  await pass(stand, async (_, when, effect) => {
    if (when !== "before" || effect !== "check") return;
    await rm(join(stand.scene.clone, folder), { recursive: true });
    await commitAll(stand.scene, "Take it back");
  });
  await pass(stand);

  expect(stand.panda.count().submissions).toBe(0);
  expect(await neighboursIn(stand)).toEqual([{ version: "1.0.0", state: "withdrawn" }]);
});
