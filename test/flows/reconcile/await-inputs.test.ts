import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { noting } from "../../fakes/noting.ts";
import { aWorld, file, tag, user, written } from "./a-world.ts";

const taskName = "user.x.old_000_make";
const ofTask = { task: taskName, output: "o.txt", require: "95%", files: 10 };

test("A production that waits for a production and a task is submitted when both are done", async () => {
  const reads = written({
    tag: { campaign: "sP26a", physics: "minbias", stage: "signal" },
    description: "reads",
    inputs: { hits: { production: tag, version: "1.0.0", step: "simulate", output: "hits.tar" }, there: ofTask },
    steps: {
      read: {
        in: [
          { from: "hits", filesPerJob: 1 },
          { from: "there", filesPerJob: 1 },
        ],
        out: ["dst.tar"],
        run: "x\n",
      },
    },
  });
  const world = aWorld({ [file]: written(), "productions/q/production.yaml": reads });
  const key = submissionKey("sP26a-minbias-signal", "1.0.0", undefined);
  await world.run();
  expect(await world.kind(key)).toBe("waiting");
  const tasksNamed = noting(world.panda.tasksNamed);
  await world.run({ panda: { ...world.panda, tasksNamed } });
  const asked = tasksNamed.calls.flatMap(([names]) => names);
  expect(asked.filter((name) => !world.panda.tasks.some((task) => task.name === name))).toEqual([taskName]);
  world.panda.tasks = [...world.panda.tasks, aTaskOf(taskName, "", user, 9)].map((task) => ({
    ...task,
    status: "done",
    finished: 10,
  }));

  await world.run();

  expect(await world.state(key)).toMatchObject({
    kind: "submitted",
    intent: { needs: [{ input: "hits" }, { dataset: `${taskName}_o.txt` }] },
  });
});
