import assert from "node:assert/strict";
import { hasEnded, retriable } from "../../../action/core/submission/panda-answer.ts";
import {
  jediTakes,
  runsAgainWithParent,
  runsOnWithParent,
  serverTakes,
} from "../../sandbox/panda/jedi/taken-orders.ts";
import { type TaskStatus, taskStatuses } from "../../sandbox/panda/state.ts";
import type { Check } from "../check.ts";
import { askInFile } from "../real-parser.ts";
import type { Venv } from "../venv.ts";

type ByOrder = Readonly<Record<string, readonly string[]>>;
/** States in which an order is taken; names are those of orders_by_state.py. */
type OrdersByState = {
  readonly states: readonly string[];
  readonly server: ByOrder;
  readonly jedi: ByOrder;
  readonly retriedWithParent: readonly string[];
};

export const ordersByStateCheck = (venv: Venv): Check => ({
  name: "panda-server and JEDI take each order, and a retry its children, in the states in which the sandbox and our status do",
  run: async () => {
    const asked = [...taskStatuses, "throttled", "staging"];
    const { states, server, jedi, retriedWithParent } = (await askInFile(
      venv,
      "jedi/orders_by_state.py",
      asked,
    )) as OrdersByState; // orders_by_state.py wrote it
    for (const [name, real, ours] of [["server", server, serverTakes] as const, ["JEDI", jedi, jediTakes] as const])
      assert.deepEqual(ofSandbox(ours), ofSandbox(mapped(real, (taken) => (state) => taken.includes(state))), name);
    assert.deepEqual(
      taskStatuses.filter((state) => runsAgainWithParent(state) && !runsOnWithParent(state)),
      taskStatuses.filter((state) => retriedWithParent.includes(state)),
      "children of a retried task",
    );

    assert.deepEqual([...retriable].toSorted(), server["retry"], "what we retry");
    const unkillable = states.filter((state) => !server["kill"]?.includes(state) || !jedi["kill"]?.includes(state));
    // JEDI ends what has passed by itself, as done or finished.
    assert.deepEqual(
      states.filter(hasEnded),
      unkillable.filter((state) => state !== "passed"),
      "what has ended",
    );
  },
});

type Taken = (state: TaskStatus) => boolean;

const mapped = <From, To>(of: Readonly<Record<string, From>>, to: (from: From) => To): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(of).map(([name, from]) => [name, to(from)]));

/** Of the states that the sandbox knows. */
const ofSandbox = (takes: Readonly<Record<string, Taken>>): ByOrder =>
  mapped(takes, (taken) => taskStatuses.filter(taken));
