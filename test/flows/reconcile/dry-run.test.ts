import { expect, test } from "vitest";
import { Outage } from "../../../action/core/problems/failure.ts";
import type { PandaCache } from "../../../action/ports/panda-cache.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, file, key, tag, user } from "./a-world.ts";

/** A production that is promised, and that PanDA's cache has not taken yet. */
const promised = async () => {
  const world = aWorld();
  const away = async () => Promise.reject(new Outage("PanDA's cache does not answer.", anyWay));
  const cache: PandaCache = { ...world.panda, hold: away };
  await world.run({ cache });
  expect(await world.kind()).toBe("intended");
  const dry = async (userName = user) =>
    (await world.run({}, { dryRun: true, panda: { ...world.setting.panda, userName } })).would;
  return { ...world, dry };
};

test("A dry run prints the submit of what is promised, and what the pass writes instead where it may not be called", async () => {
  const { dry, state, main, panda } = await promised();

  expect(await dry()).toEqual([`${key}: submit`]);
  expect(await dry("Grace Hopper")).toEqual([`${key}: intended`]);
  main.commit({ [file]: undefined });
  expect(await dry()).toEqual([`${key}: withdrawn, main does not hold ${tag} any more`]);
  expect([await state(), panda.calls.check]).toMatchObject([{ kind: "intended" }, []]);
});
