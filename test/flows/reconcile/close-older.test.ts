import { expect, test } from "vitest";
import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { finish } from "./a-scene.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const newer = submissionKey(tag, "2.0.0", undefined);
const write = (world: World, of: SubmissionKey, event: SubmissionEvent) =>
  decideAndWrite(world.ports, [of], () => ({ events: [[of, event]], why: "a test" }));
/** PanDA refuses the runs with these numbers, and those of the version alone if one is given. */
const refusing = (world: World, ...names: readonly string[]): void => {
  const { onCheck } = world.panda;
  world.panda.onCheck = async (submissionRequest) =>
    names.some((name) => submissionRequest.outDS.includes(name))
      ? { kind: "rejected", message: "no such option" }
      : onCheck(submissionRequest);
};

test("A submission that waits for a person ends when the newer version is at PanDA, or has ended already", async () => {
  const world = aWorld();
  refusing(world, ".v1.0.0.");
  await world.run();
  await write(world, key, { event: "needs-person", reason: "its identity changed" });
  world.main.commit({ [file]: written({ version: "2.0.0", build: "ana.500" }) });
  await world.run();
  expect([await world.kind(), await world.kind(newer)]).toEqual(["superseded", "submitted"]);
  finish(world);
  await world.run();
  await write(world, key, { event: "needs-person", reason: "again" });

  await world.run();

  expect([await world.kind(), await world.kind(newer)]).toEqual(["superseded", "done"]);
});
