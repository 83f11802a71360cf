import assert from "node:assert/strict";
import { readLogin } from "../../../action/adapters/panda/log-in.ts";
import { pandaRest } from "../../../action/adapters/panda/panda-rest.ts";
import type { TaskOrder } from "../../../action/core/submission/task-order.ts";
import type { Check } from "../check.ts";
import { type ClientProgram, runClient } from "../real-client.ts";
import { allowedDifferences } from "../requests/allowed-differences.ts";
import { compareExchanges } from "../requests/difference.ts";
import { type Exchange, exchangeOf } from "../requests/exchange.ts";
import { type Recorder, startRecorder } from "../requests/recorder.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";
import { taskIn } from "./seen-task.ts";
import { atWork, pretending, prunOne } from "./work-place.ts";

type OrderCase = {
  readonly order: TaskOrder;
  readonly by: ClientProgram;
  readonly options: (task: number) => readonly string[];
  readonly role?: string;
};
const pbook = (order: TaskOrder, options: OrderCase["options"]): OrderCase => ({ order, by: "pbook", options });
/** pbook has the method and no command for it. */
const byRole = (order: TaskOrder, method: string): OrderCase => ({
  order,
  by: "python",
  role: "production",
  options: (task) => ["-c", `from pandaclient import Client; print(Client.${method}(${task}))`],
});

/** panda-client has no call for `reassign` and `change_priority`: server-order-check.ts asks the server. */
const orderCases: readonly OrderCase[] = [
  pbook({ kind: "kill" }, (task) => ["kill", String(task)]),
  pbook({ kind: "finish", running: "kill" }, (task) => ["finish", String(task)]),
  pbook({ kind: "finish", running: "wait" }, (task) => ["finish", String(task), "--soft"]),
  pbook({ kind: "retry" }, (task) => ["retry", String(task)]),
  pbook({ kind: "retry-changed", changes: { site: "SITE_B" } }, (task) => ["retry", String(task), "--site=SITE_B"]),
  pbook({ kind: "retry-changed", changes: { memory: 6000 } }, (task) => ["retry", String(task), "--memory=6000"]),
  pbook({ kind: "retry-changed", changes: { memory: 6000, site: "SITE_B" } }, (task) => [
    ...["retry", String(task), "--memory=6000", "--site=SITE_B"],
  ]),
  byRole({ kind: "pause" }, "pauseTask"),
  byRole({ kind: "resume" }, "resumeTask"),
];

/** Whether PanDA takes an order depends on the task; what is sent does not. */
export const orderChecks = (venv: Venv): readonly Check[] => [
  {
    name: "our orders are those of panda-client, key by key",
    run: () =>
      atWork(venv, "", async (place) => {
        const task = taskIn((await prunOne(place, "ordered", pretending)).printed);
        await place.sandbox.tick(8);
        await using recorder = await startRecorder(place.sandbox.url);
        for (const one of orderCases) await compareOne(venv, recorder, place.token, task, one);
      }),
  },
];

const compareOne = async (
  venv: Venv,
  recorder: Recorder,
  token: string,
  task: number,
  { order, by, options, role }: OrderCase,
): Promise<void> => {
  const env = {
    PANDA_URL_SSL: `${recorder.url}/server/panda`,
    PANDA_AUTH_ID_TOKEN: token,
    PANDA_AUTH_VO: role === undefined ? vo : `${vo}.${role}`,
  };
  await pandaRest(await readLogin(env, new Date())).order(task, order);
  const ours = await ordersOf(recorder);
  const address = { url: recorder.url, token, ...(role === undefined ? {} : { role }) };
  const { printed } = await runClient(venv, by, options(task), address);
  const theirs = await ordersOf(recorder);
  assert.equal(theirs.calls.size, 1, printed);
  const { keys, differences } = compareExchanges("submit", ours, theirs);
  assert.ok(keys > 4, `only ${keys} keys were compared`);
  const faults = differences.filter(
    (difference) => !allowedDifferences.some(({ at, allows }) => at.test(difference.at) && allows(difference)),
  );
  assert.deepEqual(faults, [], JSON.stringify(order));
};

/** pbook looks at the task first. */
const ordersOf = async (recorder: Recorder): Promise<Exchange> =>
  exchangeOf(recorder.take().filter(({ method }) => method === "POST"));
