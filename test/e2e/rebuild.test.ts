import { expect, test } from "vitest";
import { gitIn } from "../../scripts/demo/scene.ts";
import { raise, statusOf } from "./stand.ts";

test("a ledger that was lost is made again from the tags, and finds what PanDA has", async () => {
  const stand = await raise();
  await stand.run("reconcile");
  await gitIn(stand.scene.origin, "update-ref", "-d", "refs/heads/ledger");
  await gitIn(stand.scene.clone, "update-ref", "-d", "refs/shrek/ledger-seen");

  expect((await stand.run("ledger", "init", "--no-baseline")).code).toBe(2);
  const rebuilt = await stand.run("ledger", "rebuild");
  expect(rebuilt.stdout + rebuilt.stderr).toContain("restored from their tags");
  expect((await statusOf(stand))[0]?.state).toBe("in-doubt");
  await stand.run("reconcile");

  expect((await statusOf(stand))[0]?.state).toBe("submitted");
  expect(stand.panda.count()).toMatchObject({ submissions: 1 });
});
