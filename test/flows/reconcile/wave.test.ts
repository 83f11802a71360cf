import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

test("An archive for PanDA whose check PanDA accepted is not uploaded again", async () => {
  const world = aWorld();
  const { tasksNamed, onHold } = world.panda;
  let uploads = 0;
  world.panda.onHold = async (archive) => {
    uploads++;
    return onHold(archive);
  };
  world.panda.tasksNamed = () => Promise.reject(new Failure("PanDA cannot be reached.", anyWay));
  await world.run();
  expect([await world.kind(), uploads]).toEqual(["checked", 1]);
  world.panda.tasksNamed = tasksNamed;

  await world.run();

  expect([await world.kind(), uploads]).toEqual(["submitted", 1]);
});

test("A run that waits for a place at PanDA has no git tag yet", async () => {
  const world = aWorld({
    [file]: written({ runs: { list: "runs.txt", atMost: 1 } }),
    "productions/p/runs.txt": "66001\n66002\n",
  });

  await world.run();

  expect(await world.kind(submissionKey(tag, "1.0.0", 66002))).toBe("intended");
  expect([...world.tags.made.keys()]).toEqual([`production/${tag}/1.0.0/66001`]);
});
