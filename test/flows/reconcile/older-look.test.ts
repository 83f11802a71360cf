import { expect, test } from "vitest";
import { fakeLedger } from "../../fakes/fake-ledger.ts";
import { aWorld } from "./a-world.ts";

test("A look at PanDA that is older than the ledger's latest entry raises no alarm", async () => {
  const world = aWorld();
  await world.run();
  const [task] = world.panda.tasks;
  if (task === undefined) throw new Error("nothing was submitted");
  let isFirst = true;

  // This pass sees the task run. Before it writes that, another one sees it done, and writes it.
  await world.run({
    ledger: fakeLedger(world.branch, async () => {
      if (!isFirst) return;
      isFirst = false;
      world.panda.tasks = [{ ...task, status: "done", finished: 10 }];
      await world.run();
    }),
  });

  expect(await world.kind()).toBe("done");
});
