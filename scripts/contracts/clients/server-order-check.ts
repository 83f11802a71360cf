import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { pandaRest } from "../../../action/adapters/panda/panda-rest.ts";
import type { TaskOrder } from "../../../action/core/submission/task-order.ts";
import type { Check } from "../check.ts";
import { askInFile } from "../real-parser.ts";
import { startRecorder } from "../requests/recorder.ts";
import type { Venv } from "../venv.ts";
import { vo } from "../workflow.ts";
import { statusOf, taskIn } from "./seen-task.ts";
import { atWork, pretending, prunOne, type WorkPlace } from "./work-place.ts";

const site = { kind: "site", site: pretending } as const;
const orders: readonly TaskOrder[] = [
  { kind: "priority", priority: 1050 },
  { kind: "pause" },
  { kind: "resume" },
  { kind: "reassign", to: site, jobs: "kill-queued" },
  { kind: "reassign", to: { kind: "cloud", cloud: "US" }, jobs: "keep" },
  { kind: "finish", running: "wait" },
  { kind: "finish", running: "kill" },
  { kind: "kill" },
  { kind: "retry" },
];
type OrderCall = { readonly method: string; readonly body: object };
type Asked = OrderCall & {
  readonly task: number;
  /** `null`: PanDA has no such task. */
  readonly status: string | null;
  readonly production: boolean;
};

/** panda-client has no call for `change_priority` and `reassign`, so the server itself is their judge. */
export const serverOrdersCheck = (venv: Venv): Check => ({
  name: "panda-server's own API takes our orders by name, parameters, types and role, and the sandbox answers as it does",
  run: () =>
    atWork(venv, "", async (place) => {
      const sent = await Promise.all(orders.map(sentFor));
      const byRole = sent.flatMap((call) => [true, false].map((production) => ({ ...call, production })));
      const first = taskIn((await prunOne(place, "first", pretending)).printed);
      await place.sandbox.tick();
      const asked: Asked[] = sent.map((call) => ({ ...call, task: 999_999, status: null, production: true }));
      const ours = await Promise.all(asked.map((call) => answerOf(place, call)));
      for (const turns of [8, 2]) {
        const tasks = await tasksLike(place, first, byRole.length);
        await place.sandbox.tick(turns);
        const calls = byRole.map((call, index) => ({ ...call, task: tasks[index] ?? 0 }));
        for (const call of [...calls, ...wrongFor(tasks[0] ?? 0)]) {
          const one = { ...call, status: await statusOf(place, call.task) };
          asked.push(one);
          ours.push(await answerOf(place, one));
        }
      }
      const told = await serverAnswers(venv, asked);
      for (const [index, { task, ...call }] of asked.entries()) {
        const answer: unknown = JSON.parse(JSON.stringify(ours[index]).replaceAll(String(task), String(numberThere)));
        assert.deepEqual(answer, told[index]?.answer, JSON.stringify(call));
      }
      assert.deepEqual(new Set(told.map(({ priority }) => priority)), new Set([null, 1000, 1050, 1]));
    }),
});

const numberThere = 7;

/** What we never send; the server says in its own words what is wrong. */
const wrongFor = (task: number): readonly Omit<Asked, "status">[] =>
  [{ priority: "950" }, { priority: 950.5 }, { priority: true }, {}, { priority: 950, site: "X" }].map((body) => ({
    ...{ method: "change_priority", body, task, production: true },
  }));

/** As our client writes it; nobody answers. */
const sentFor = async (order: TaskOrder): Promise<OrderCall> => {
  await using recorder = await startRecorder("http://127.0.0.1:9");
  const login = { url: recorder.url, vo, role: "production", userName: "Ada", token: "t", way: "token" } as const;
  await pandaRest({ ...login, expires: new Date(), rotated: false, ahead: undefined }).order(numberThere, order);
  const [request] = recorder.take();
  const [, method] = /^\/api\/v1\/task\/(\w+)$/.exec(request?.path ?? "") ?? [];
  assert.ok(request !== undefined && method !== undefined, request?.path);
  const { task_id: _, ...body } = jsonOf(new TextDecoder().decode(request.body));
  return { method, body };
};

/** Tasks with the parameters of this one, each under another name. */
const tasksLike = async (place: WorkPlace, first: number, count: number): Promise<readonly number[]> => {
  const { data } = await askSandbox(place, "GET", `get_task_parameters?task_id=${first}`);
  const params = jsonOf(JSON.stringify(data));
  const made: number[] = [];
  while (made.length < count) {
    const task_parameters = {
      ...params,
      prodSourceLabel: "managed",
      taskName: `${String(params["taskName"])}.${randomUUID()}`,
    };
    made.push(Number((await askSandbox(place, "POST", "submit", { task_parameters })).data));
  }
  return made;
};

const answerOf = (place: WorkPlace, { method, body, task, production }: Omit<Asked, "status">) =>
  askSandbox(place, "POST", method, { task_id: task, ...body }, production ? `${vo}.production` : vo);

const askSandbox = async (
  { sandbox, token }: WorkPlace,
  method: "GET" | "POST",
  path: string,
  body?: object,
  origin = vo,
): Promise<Readonly<Record<string, unknown>>> => {
  const headers = { Authorization: `Bearer ${token}`, Origin: origin, "Content-Type": "application/json" };
  const sent = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return jsonOf(await (await fetch(`${sandbox.url}/api/v1/task/${path}`, sent)).text());
};

/** Of the server, and the priority that its task has then. */
const serverAnswers = async (
  venv: Venv,
  asked: readonly Asked[],
): Promise<readonly { readonly answer: unknown; readonly priority: unknown }[]> => {
  const calls = asked.map(({ body, ...call }) => ({ ...call, body: { task_id: numberThere, ...body } }));
  const { told } = await askInFile(venv, "server_orders.py", calls);
  return told as Awaited<ReturnType<typeof serverAnswers>>; // server_orders.py wrote it
};

const jsonOf = (text: string): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(text);
  assert.ok(typeof value === "object" && value !== null, text);
  return { ...value };
};
