import { expect, test } from "vitest";
import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaWatch } from "../../../action/adapters/panda/panda-watch.ts";
import { aPanda, shortLimits, submitted, taskName, user } from "./a-panda.ts";

test("Changed PanDA tasks are listed for a user, by status if wanted, and no further back than ninety days", async () => {
  const place = await aPanda();
  await submitted(place);
  await place.sandbox.tick();
  const exp = Math.floor(Date.now() / 1000) + 100 * 24 * 3600;
  const PANDA_AUTH_ID_TOKEN = await place.sandbox.token({ exp });
  const env = { PANDA_URL_SSL: `${place.sandbox.url}/server/panda`, PANDA_AUTH_ID_TOKEN, PANDA_AUTH_VO: "sphenix" };
  const watch = pandaWatch(await readLogin(env, new Date()), shortLimits);
  const [before, after] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
  const [task] = await place.panda.tasksNamed([taskName], user);

  expect(await watch.tasksChanged(before, user)).toEqual({ tasks: [task], isCut: false });
  const others = [
    await watch.tasksChanged(after, user),
    await watch.tasksChanged(before, "another person"),
    await watch.tasksChanged(before, user, { where: { status: "done" } }),
  ];
  expect(others).toEqual(Array(3).fill({ tasks: [], isCut: false }));

  expect(await watch.tasksChanged(before, user, { where: { status: task?.status ?? "" } })).toMatchObject({
    tasks: [task],
  });
  const at = async (site: string) => (await watch.tasksChanged(before, user, { where: { site } })).tasks.length;
  // Of what its broker chooses PanDA's table says nothing, which its filter calls NULL.
  expect([await at(task?.site === "" ? "NULL" : (task?.site ?? "")), await at("NERSC")]).toEqual([1, 0]);

  const one = await watch.tasksChanged(before, user, { atMost: 1 });
  expect([one.isCut, one.spread?.status, one.spread?.currentPriority.size]).toEqual([
    true,
    new Map([[task?.status, 1]]),
    1,
  ]);
  await place.sandbox.advance(91 * 24 * 60);
  expect(await watch.tasksChanged(before, user)).toEqual({ tasks: [], isCut: false });
});
