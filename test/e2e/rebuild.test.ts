import { expect, test } from "vitest";
import { gitIn } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, statusOf } from "./stand.ts";

test("A lost ledger is made again from the tags, and finds PanDA's tasks of each run", async () => {
  const stand = await raise(["toy-runs"]);
  const states = async (): Promise<readonly string[]> =>
    (await statusOf(stand, "sP26a-toy-signal")).map(({ state }) => state);
  const all = (state: string): readonly string[] => new Array<string>(4).fill(state);
  await pass(stand);
  await gitIn(stand.scene.origin, "update-ref", "-d", "refs/heads/ledger");
  await gitIn(stand.scene.clone, "update-ref", "-d", "refs/shrek/ledger-seen");

  expect((await stand.run("ledger", "init", "--no-baseline")).code).toBe(2);
  const rebuilt = await stand.run("ledger", "rebuild");
  expect(rebuilt.stdout + rebuilt.stderr).toContain("restored from their tags");
  expect(await states()).toEqual(all("in-doubt"));
  await pass(stand);

  expect(await states()).toEqual(all("submitted"));
  expect(stand.panda.count()).toMatchObject({ submissions: 4 });
});
