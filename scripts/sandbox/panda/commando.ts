import { jediTakes } from "./jedi/taken-orders.ts";
import { changeTask } from "./jedi/task-records.ts";
import { type Json, type JsonObject, textOf } from "./json.ts";
import type { Sandbox } from "./sandbox.ts";
import type { State, Task, WaitingOrder } from "./state.ts";

/**
 * PanDA's server only notes an order: one row a task, and the next one deletes it
 * (panda-server 1.0.4, db_proxy_mods/task_event_module.py:3697-3709, 3918-3940).
 */
export const noteOrder = (
  { state, settings }: Sandbox,
  id: number,
  command: WaitingOrder["command"],
  args: JsonObject,
) => state.tasks.put(id, { ...known(state, id), order: { command, args, turns: settings.ordersTake } });

/** JEDI's TaskCommando, a daemon of its own with a cycle of minutes: it takes what stands there by then. */
export const carryOutOrders = (sandbox: Sandbox): void => {
  const { state } = sandbox;
  for (const task of state.tasks.all()) {
    const { order } = task;
    if (order === undefined || order === null) continue;
    const turns = order.turns - 1;
    const left = state.tasks.put(task.id, { ...task, order: turns > 0 ? { ...order, turns } : null });
    if (turns <= 0 && jediTakes[order.command](left.status)) effects[order.command](sandbox, left, order.args);
  }
};

/** What the server notes beside the order becomes the task's dialog (task_event_module.py:3918; runs of 1.0.4). */
const dialogOf = (command: string, { errorDialog }: Task, { by }: JsonObject): Pick<Task, "errorDialog"> => ({
  errorDialog: by === undefined ? errorDialog : `${command} by ${textOf(by)}`,
});

type MergeEffect = (sandbox: Sandbox, task: Task, args: JsonObject) => void;

const effects: Readonly<Record<WaitingOrder["command"], MergeEffect>> = {
  kill: ({ state, kills }, task, args) => {
    changeTask(state, task.id, { status: "aborting", ...dialogOf("kill", task, args) });
    kills.kill(task.id, "killed");
  },
  /** `soft` lets the running jobs end by themselves. */
  finish: ({ state, kills }, { id }, { soft }) => {
    changeTask(state, id, { status: "finishing" });
    if (soft !== true) kills.kill(id, "killed");
  },
  /** What its first jobs used holds an exhausted one: it goes on, and counts no attempt (db_proxy_mods/task_complex_module.py:4369-4378). */
  retry: ({ state }, { id, status }) =>
    void changeTask(state, id, { status: status === "exhausted" ? "running" : "toretry" }),
  incexec: ({ state }, { id, params }, args) =>
    void changeTask(state, id, { status: "toincexec", params: merged(params, args) }),
  pause: ({ state }, task, args) =>
    void changeTask(state, task.id, { status: "paused", ...dialogOf("pause", task, args) }),
  resume: ({ state }, task, args) =>
    void changeTask(state, task.id, { status: task.oldStatus ?? "pending", ...dialogOf("resume", task, args) }),
  /** Into the task's own column, not into its parameters (jediorder/TaskCommando.py:142-152). Without a site the broker chooses again. */
  reassign: ({ state, kills }, { id, params }, args) => {
    const [site, cloud, mode] = ["site", "cloud", "mode"].map((name) => textOf(args[name]));
    changeTask(
      state,
      id,
      site === undefined
        ? { site: null, params: { ...params, site: null, ...(cloud === undefined ? {} : { cloud }) } }
        : { site },
    );
    if (mode !== "soft" && mode !== "nokill") kills.kill(id, "reassigned");
  },
};

/** `None` takes a parameter away (jediorder/TaskCommando.py:241-248). */
const merged = (params: JsonObject, changes: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries({ ...params, ...changes }).filter((entry): entry is [string, Json] => entry[1] !== null),
  );

const known = (state: State, id: number): Task => {
  const task = state.tasks.get(id);
  if (task === undefined) throw new Error(`no task ${id}`);
  return task;
};
