import { expect, test } from "vitest";
import { workflowName } from "../../../action/core/ledger/names.ts";
import { look } from "../../../action/core/pass/following/look.ts";
import { run } from "../../../action/flows/reconcile/gather.ts";
import { beginPass } from "../../../action/flows/reconcile/pass.ts";
import { aWorld } from "./a-world.ts";

/** A submission in its second attempt, and what PanDA has of it. */
const aLook = async () => {
  const world = aWorld();
  await world.run();
  await world.run();
  const state = await world.state();
  if (state.kind !== "running") throw new Error(state.kind);
  const head = await world.ledger.head();
  const { panda } = world;
  const [own] = panda.tasks;
  if (own === undefined) throw new Error("no task");
  panda.requests.clear();
  return {
    panda,
    own,
    name: (attempt: number) => workflowName(head.repository, state.intent.label, attempt),
    see: () => run(beginPass(world.ports, world.setting), look(head, { ...state, attempt: 2 })),
  };
};
const pandaDate = "2026-03-01T10:00:00.000Z";

test("Of our requests of several attempts the newest is adopted", async () => {
  const { panda, name, see } = await aLook();
  panda.requests.set(name(1), 31);
  expect(await see()).toEqual({ kind: "ours", request: 31, pandaDate });
  panda.requests.set(name(2), 32);

  expect(await see()).toEqual({ kind: "ours", request: 32, pandaDate });
});

test("Another user's task with our name is a conflict, which says whether ours exists too", async () => {
  const { panda, own, name, see } = await aLook();
  panda.requests.set(name(1), 31);
  const theirs = [7, 8].map((id) => ({ ...own, id, mark: "theirs" }));
  const reason = `task 7 has the name ${own.name}, but SHREK did not submit it`;

  panda.tasks = [...theirs];
  expect(await see()).toEqual({ kind: "foreign", reason, pandaDate });
  panda.tasks = [own, ...theirs];
  expect(await see()).toEqual({ kind: "foreign", reason, ours: true, pandaDate });
});

test("Our task without a request is a conflict too, and no task at all is absence", async () => {
  const { panda, own, see } = await aLook();
  expect(await see()).toEqual({
    kind: "foreign",
    reason: `task ${own.id} was submitted by SHREK, but iDDS has no such request`,
    ours: true,
  });
  panda.tasks = [];

  expect(await see()).toEqual({ kind: "all-absent", pandaDate });
});
