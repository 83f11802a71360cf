import type { Order, TaskNames, TaskSeen } from "../ledger/event.ts";
import { times } from "../times/times.ts";
import { hasPassed, type PandaDate } from "./panda-clock.ts";
import { isAbout, type PendingCommand, retriesOf } from "./pending-command.ts";
import type { SubmissionState } from "./state.ts";

/** A task as PanDA shows it now. `site`: where it was sent, if PanDA says so; `memory`: MB a core, likewise. */
export type OrderedTask = {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly attemptNr: number;
  readonly site?: string;
  readonly memory?: number;
};
type OrderableTask = OrderedTask & { readonly step: string };

export type Orders = {
  readonly orders: readonly Order[];
  /** Ids of pending commands that are complete by now. */
  readonly fulfilled: readonly string[];
};

/** JEDI takes a retry of these; an exhausted task needs the production role (PANDA P26). */
export const retriable = ["finished", "failed", "exhausted"];
/** JEDI takes no kill, no finish and no pause of what has ended or is ending (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:701). */
const endedTask = [
  ...["finished", "done", "prepared", "broken", "tobroken", "aborted", "toabort", "aborting", "failed"],
];
export const hasEnded = (status: string): boolean => endedTask.includes(status);

/** Steps whose task may still run, or was ordered to run again: JEDI takes minutes for that. */
export const livingSteps = (state: SubmissionState): readonly string[] =>
  "tasks" in state
    ? state.tasks
        .filter((task) => !hasEnded(task.status) || mayRunAgain(state.past.wishes, task))
        .map(({ step }) => step)
    : [];

/** A command to retry ends when its tasks ran; a command that replaced it does not, so the replaced one is compared. */
const mayRunAgain = (wishes: readonly PendingCommand[], { id, attemptNr = 0 }: TaskSeen): boolean =>
  wishes.some((wish) =>
    retriesOf(wish).some((told) => told.task === id && (wish.verb === "retry" || attemptNr <= told.attemptNr)),
  );

/**
 * A move is sent to a task this many times, each half an hour after the one before. A move without an effect needs a
 * person: the status says that it did not hold (`lost-move.ts`).
 */
export const maxMoveOrders = 4;

/**
 * Which tasks get which order now: one order a task, because PanDA keeps one, and the next replaces it (docs/panda.md);
 * the next when the first has shown. An order that was sent is compared with the task: to a task that has moved on it
 * is not sent again, to one that is where it was half an hour later it is (the process may have died between its line
 * on the ledger and the call). Stopping may be sent at any time.
 */
export const ordersFor = (state: SubmissionState, tasks: readonly OrderedTask[], pandaDate: PandaDate): Orders => {
  if (!("past" in state) || !("names" in state)) return { orders: [], fulfilled: [] };
  const { wishes } = state.past;
  const known = tasks.map((task) => ({ ...task, step: stepOf(state.names, task.name) }));
  const orders = known.flatMap((task) => orderFor(wishes, task, pandaDate));
  const fulfilled = wishes.filter((wish) => isFulfilled(wish, known)).map(({ id }) => id);
  return { orders, fulfilled };
};

const stepOf = (names: TaskNames, name: string): string =>
  Object.entries(names).find(([, candidates]) => candidates.includes(name))?.[0] ?? "";

const orderFor = (wishes: readonly PendingCommand[], task: OrderableTask, pandaDate: PandaDate): readonly Order[] => {
  const wanted = wishes.filter((wish) => isAbout(wishes, wish, task) && wants(wish, task));
  // Stopping waits for nothing: it replaces what PanDA keeps.
  const kill = wanted.find(({ verb }) => verb === "kill");
  const isBusy = kill === undefined && wishes.some((wish) => isAwaited(wish, task, pandaDate));
  const [next] = (kill === undefined ? wanted : [kill]).filter((wish) => !isUnderWay(wish, task, pandaDate));
  return next === undefined || isBusy ? [] : [orderOf(wishes, next, { task, pandaDate })];
};

/** Sent, and not yet to be seen in the task: another order now would replace it. */
const isAwaited = (wish: PendingCommand, task: OrderableTask, pandaDate: PandaDate): boolean => {
  const last = lastSent(wish, task);
  if (last === undefined || hasPassed(last.pandaDate, pandaDate, times.orderEffect)) return false;
  if (wish.verb === "move") return !hasEnded(task.status) && task.site !== wish.site;
  return last.status === undefined || last.status === task.status;
};

const lastSent = (wish: PendingCommand, task: OrderableTask): Order | undefined => sentTo(wish, task).at(-1);

/** The orders of this command to this attempt of a task; where its attempt is not known, to any. */
export const sentTo = (
  { told }: PendingCommand,
  { id, attemptNr }: Pick<TaskSeen, "id" | "attemptNr">,
): readonly Order[] => told.filter((order) => order.task === id && order.attemptNr === (attemptNr ?? order.attemptNr));

/** Whether the task is not yet in the state that the command asks for. */
const wants = (wish: PendingCommand, task: OrderableTask): boolean => {
  const { id, status, attemptNr } = task;
  switch (wish.verb) {
    case "kill":
    case "finish":
      return !hasEnded(status);
    case "retry":
      return retriable.includes(status) && !wish.told.some((told) => told.task === id && told.attemptNr < attemptNr);
    case "pause":
      return !hasEnded(status) && status !== "paused";
    case "resume":
      return status === "paused";
    case "move":
      return !hasEnded(status) && isElsewhere(wish, task);
  }
};

/** By PanDA's list; a move that names no site is sent once. */
const isElsewhere = (wish: PendingCommand, task: OrderableTask): boolean => {
  if (task.site === undefined) return !wish.told.some((order) => order.task === task.id);
  return task.site !== wish.site && sentTo(wish, task).length < maxMoveOrders;
};

/**
 * It got this order, and JEDI may still be about to carry it out. A kill is sent again: it does no harm, and must not
 * be lost; only one that PanDA refused is not, as long as the task does not change.
 */
const isUnderWay = (wish: PendingCommand, task: OrderableTask, pandaDate: PandaDate): boolean => {
  if (wish.verb === "kill")
    return wish.refused.some(
      (order) => order.task === task.id && order.attemptNr === task.attemptNr && order.status === task.status,
    );
  const last = lastSent(wish, task);
  if (last === undefined) return false;
  if (wish.verb === "move") return !hasPassed(last.pandaDate, pandaDate, times.orderEffect);
  const moved = last.status !== undefined && last.status !== task.status;
  return moved ? wish.verb === "retry" : !hasPassed(last.pandaDate, pandaDate, times.orderEffect);
};

type OrderAt = { readonly task: OrderableTask; readonly pandaDate: PandaDate };

const orderOf = (wishes: readonly PendingCommand[], wish: PendingCommand, { task, pandaDate }: OrderAt): Order =>
  withPlace(wishes, task, {
    verb: wish.verb,
    task: task.id,
    attemptNr: task.attemptNr,
    status: task.status,
    ...(pandaDate === undefined ? {} : { pandaDate }),
    wish: wish.id,
    ...memoryFor(wish, task),
    ...(wish.site === undefined ? {} : { site: wish.site }),
  });

/**
 * A retry with new parameters puts them on top of those that PanDA has stored, and a move is not among these: without
 * the site it would take the task back (panda-server 1.0.4, api/v1/task_api.py:82-103, task_event_module.py:3626-3709).
 */
const withPlace = (wishes: readonly PendingCommand[], task: OrderableTask, order: Order): Order => {
  if (order.verb !== "retry" || order.memory === undefined || order.site !== undefined) return order;
  const site = wishes.find((wish) => wish.verb === "move" && isAbout(wishes, wish, task))?.site;
  return site === undefined ? order : { ...order, site };
};

/** PanDA takes a value as it comes, and a retry with less would lower the task (PANDA J12): such a task keeps its own. */
const memoryFor = ({ memory }: PendingCommand, task: OrderableTask): Pick<Order, "memory" | "keeps"> => {
  if (memory === undefined) return {};
  return task.memory !== undefined && memory < task.memory ? { keeps: task.memory } : { memory };
};

/** Commands for the existing tasks end when these are as commanded; those for later tasks (kill, pause, move) stay. */
const isFulfilled = (wish: PendingCommand, tasks: readonly OrderableTask[]): boolean => {
  if (wish.told.length === 0) return false;
  const told = tasks.filter(({ id }) => wish.told.some(({ task }) => task === id));
  switch (wish.verb) {
    case "retry":
      return told.every(
        ({ id, status, attemptNr }) =>
          !retriable.includes(status) || wish.told.some((order) => order.task === id && order.attemptNr < attemptNr),
      );
    case "finish":
      return told.every(({ status }) => hasEnded(status));
    case "resume":
      return told.every(({ status }) => status !== "paused");
    case "kill":
    case "pause":
    case "move":
      return false;
  }
};
