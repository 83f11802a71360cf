import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { jobStatuses, statusOf, taskIn } from "./seen-task.ts";
import { atWork, executing, pretending, prunOne, type WorkPlace } from "./work-place.ts";

const endless = "sleep 600\n";

/** pbook exits 0 after a refusal too: what it prints is the answer. */
export const pbookChecks = (venv: Venv): readonly Check[] => [
  {
    name: "pbook show lists the task by default, by number, by name and by status",
    run: () => atWork(venv, "", showEachWay),
  },
  {
    name: "pbook kill ends a task whose jobs are running, and a second one is refused with exit code 0",
    run: () =>
      whileRunning(venv, async (place, task) => {
        const killed = await place.call("pbook", "kill", String(task));
        assert.match(killed.printed, /will be killed within the next 30 min/, killed.printed);
        return async () => {
          await place.sandbox.tick(3);
          assert.equal(await statusOf(place, task), "aborted");
          assert.deepEqual(await jobStatuses(place, task), ["cancelled", "cancelled"]);
          const again = await place.call("pbook", "kill", String(task));
          assert.match(again.printed, /Command rejected: the kill command is not accepted/, again.printed);
          assert.equal(again.exitCode, 0);
          const retried = await place.call("pbook", "retry", String(task));
          assert.match(retried.printed, /Command rejected: the retry command is not accepted/, retried.printed);
        };
      }),
  },
  {
    name: "pbook finish ends the running jobs, and a task in which none had finished is failed",
    run: () =>
      whileRunning(venv, async (place, task) => {
        const finished = await place.call("pbook", "finish", String(task));
        assert.match(finished.printed, /will be finished soon/, finished.printed);
        return async () => {
          await place.sandbox.tick(3);
          assert.equal(await statusOf(place, task), "failed");
        };
      }),
  },
  {
    name: "pbook retry runs the failed jobs again, and with a new option the whole task",
    run: () => atWork(venv, "exit 3\n", retryAndMove),
  },
];

const showEachWay = async (place: WorkPlace): Promise<void> => {
  const task = taskIn((await prunOne(place, "shown", pretending)).printed);
  await place.sandbox.tick(8);
  const shown = [
    ["show"],
    ["show", String(task)],
    ["show", "--taskname=user.tester.shown/"],
    ["show", "--status=done", "--format=plain"],
    ["showl", String(task)],
  ];
  for (const options of shown) {
    const { printed } = await place.call("pbook", ...options);
    assert.match(
      printed,
      new RegExp(`${task}[\\s\\S]*user\\.tester\\.shown/`),
      `pbook ${options.join(" ")}\n${printed}`,
    );
  }
  const { printed } = await place.call("pbook", "show", "--status=failed");
  assert.doesNotMatch(printed, /user\.tester\.shown/, printed);
};

const retryAndMove = async (place: WorkPlace): Promise<void> => {
  const task = taskIn((await prunOne(place, "retried", executing)).printed);
  await place.sandbox.tick(8);
  assert.equal(await statusOf(place, task), "failed");
  const plain = await place.call("pbook", "retry", String(task));
  assert.match(plain.printed, /command=retry is registered/, plain.printed);
  await place.sandbox.tick(8);
  assert.equal(await statusOf(place, task), "failed");
  const elsewhere = await place.call("pbook", "retry", String(task), `--site=${pretending}`);
  assert.match(elsewhere.printed, /reactivation accepted/, elsewhere.printed);
  await place.sandbox.tick(8);
  assert.equal(await statusOf(place, task), "done");
};

/** Orders something while jobs run; what it gives back looks at the result, after the turn in which they ran. */
const whileRunning = (
  venv: Venv,
  order: (place: WorkPlace, task: number) => Promise<() => Promise<void>>,
): Promise<void> =>
  atWork(venv, endless, async (place) => {
    const task = taskIn((await prunOne(place, "running", executing)).printed);
    const turns = place.sandbox.tick(5); // it waits for the jobs
    for (let looks = 0; !(await jobStatuses(place, task)).includes("running"); looks += 1) {
      if (looks > 200) throw new Error("no job runs");
      await sleep(50);
    }
    const look = await order(place, task);
    await turns;
    await look();
  });
