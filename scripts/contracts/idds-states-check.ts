import assert from "node:assert/strict";
import { isLostToIdds } from "../../action/core/submission/joins.ts";
import { workOfStatus } from "../sandbox/panda/workflow/idds.ts";
import type { Check } from "./check.ts";
import { askInFile } from "./real-parser.ts";
import type { Venv } from "./venv.ts";

/** What iDDS makes of a task's state. `ended`: iDDS looks at it no more; `processed`: a step of several parents may begin. */
type Read = {
  readonly work: string;
  readonly ended: boolean;
  readonly processed: boolean;
  readonly failed: boolean;
};

/** States that iDDS does not name, and that JEDI gives a task on its way to an end. */
const onTheWay = ["passed", "finishing", "toabort", "aborting", "tobroken", "toreassign", "rerefine", "staging"];

export const iddsStatesCheck = (venv: Venv): Check => ({
  name: "iDDS takes a task for ended, processed or failed in the states in which the sandbox and our status do",
  run: async () => {
    const states = Object.entries(
      (await askInFile(venv, "idds_states.py", onTheWay)) as Readonly<Record<string, Read>>,
    );
    const ended = Object.fromEntries(states.flatMap(([state, { work, ended }]) => (ended ? [[state, work]] : [])));
    assert.deepEqual(ended, workOfStatus);
    for (const [status, { work, processed, failed }] of states) {
      assert.equal(isLostToIdds({ status }), failed, status);
      assert.equal(processed, work === "Finished" || work === "SubFinished", status);
    }
  },
});
