import assert from "node:assert/strict";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { statusOf, taskIn } from "./seen-task.ts";
import { atWork, executing, pretending, prunOne } from "./work-place.ts";

export const prunChecks = (venv: Venv): readonly Check[] => [
  {
    name: "prun: a task is made, and its jobs run from the folder that was uploaded",
    run: () =>
      atWork(venv, "echo made >o.txt\n", async (place) => {
        const { printed } = await prunOne(place, "made", executing);
        assert.match(printed, /succeeded\. new jediTaskID=\d+/, printed);
        await place.sandbox.tick(8);
        assert.equal(await statusOf(place, taskIn(printed)), "done");
        assert.equal(place.sandbox.dataset("user.tester.made_o.txt/").length, 2);
      }),
  },
  {
    name: "prun twice under one name: refused while the first is alive, executed again when it has ended",
    run: () =>
      atWork(venv, "", async (place) => {
        const first = await prunOne(place, "twice", pretending);
        const second = await prunOne(place, "twice", pretending);
        assert.match(second.printed, /is already queued/, second.printed);
        await place.sandbox.tick(8);
        const third = await prunOne(place, "twice", pretending);
        assert.match(third.printed, /reactivation accepted/, third.printed);
        assert.equal(taskIn(third.printed), taskIn(first.printed));
        assert.equal(place.sandbox.count().tasks, 1);
      }),
  },
];
