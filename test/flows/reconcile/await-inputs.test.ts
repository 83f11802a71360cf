import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { noting } from "../../fakes/noting.ts";
import { aTrial, trialKey } from "./a-trial.ts";
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

test("A trial that waited for inputs is submitted from its commit, which may have to be fetched", async () => {
  const request = written({
    version: "1.1.0",
    inputs: { there: ofTask },
    steps: { read: aStep({ jobs: undefined, in: [{ from: "there", filesPerJob: 1 }], walltime: 1 }) },
  });
  const trial = await aTrial({ request });
  await trial.order("/shrek trial jobs=2");
  await trial.run();
  expect(await trial.kind(trialKey(1))).toBe("waiting");
  trial.panda.tasks = [{ ...aTaskOf(taskName, "", user, 9), status: "done", finished: 10 }];
  const { bring, at } = trial.main;
  let isHere = false;
  let holds: string | undefined;
  Object.assign(trial.main, {
    bring: async (...args: Parameters<typeof bring>) => {
      isHere ||= args[0] === trial.head;
      return bring(...args);
    },
    at: (commit: string) => {
      if (commit !== trial.head) return at(commit);
      if (!isHere) throw new Failure(`There is no ${commit} here.`, anyWay);
      return holds === undefined ? at(commit) : at(holds);
    },
  });

  // Not as anything else, should its head read otherwise.
  holds = trial.main.branch(trial.head, { [file]: "{" });
  await trial.run();
  expect(await trial.kind(trialKey(1))).toBe("waiting");
  [holds, isHere] = [undefined, false];
  await trial.run();

  expect(await trial.state(trialKey(1))).toMatchObject({
    kind: "submitted",
    intent: { version: "1.1.0-test.1", jobs: 2, needs: [{ dataset: `${taskName}_o.txt` }] },
  });
});
