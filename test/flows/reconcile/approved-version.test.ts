import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aMergedPull } from "../../fakes/fake-people.ts";
import { approvedIn } from "./a-scene.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const list = "productions/p/runs.txt";

/** Bob and cleo approved it. */
const approvedAs = (world: World, changes: Readonly<Record<string, string | undefined>> = {}) =>
  approvedIn(world, ["bob", "cleo"], changes);
const reasonOf = async (world: World, of = key): Promise<string> => {
  const state = await world.state(of);
  return "reason" in state ? state.reason : state.kind;
};

test("All persons who approved a version are recorded, and as who requested it the opener of the pull request", async () => {
  const world = aWorld();
  const people = approvedAs(world);
  const pull = aMergedPull(world.merged, people.approved[0]?.commit ?? "");
  people.pulls.set(world.merged, { ...pull, opener: { login: "grace", isPerson: true } });

  await world.run({ people });

  expect(await world.state()).toMatchObject({
    kind: "submitted",
    intent: { approval: "bob, cleo", requester: "grace" },
  });
});

test("A run that the approved version does not contain is held, with the way out", async () => {
  const world = aWorld({ [file]: written({ runs: { list: "runs.txt" } }), [list]: "66001\n66002\n" });

  await world.run({ people: approvedAs(world, { [list]: "66001\n" }) });

  expect(await world.kind(submissionKey(tag, "1.0.0", 66001))).toBe("submitted");
  expect(await reasonOf(world, submissionKey(tag, "1.0.0", 66002))).toBe(
    "main holds run 66002, which the version approved does not in pull request #7; raise the version in a pull request that is approved before it is merged",
  );
});

test("A submission from a terminal needs no approval, and the record says so", async () => {
  const world = aWorld();
  await world.run();
  expect(await world.state()).toMatchObject({
    intent: { approval: "not required: submitted from a terminal to a PanDA on this machine" },
  });
});
