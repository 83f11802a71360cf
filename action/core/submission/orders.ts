import type { Intent, Order, TaskNames, TaskSeen } from "../ledger/event.ts";
import { parentStepsOf, readsOneStep } from "../ledger/intended-steps.ts";
import { times } from "../times/times.ts";
import { joinsBegunBy } from "./joins.ts";
import { hasEnded, isAbortedByParent, isRetriable } from "./panda-answer.ts";
import { commandOfPerson, isAbout, laneOf, type PendingCommand, retriesOf } from "./pending-command.ts";
import { hasPassed, type PandaDate, type SubmissionState } from "./state.ts";
import { taskOrder } from "./task-order.ts";
import { hasRun, turnOfChild } from "./turn-of-child.ts";

/** A task as PanDA shows it now. `site`: where it was sent, if PanDA says so; `memory`: MB a core, and `priority`, likewise. */
export type OrderedTask = {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly attemptNr: number;
  readonly changed?: string;
  readonly dialog: string;
  readonly files: number;
  readonly finished: number;
  readonly site?: string;
  readonly memory?: number;
  readonly priority?: number;
};
type OrderableTask = OrderedTask & { readonly step: string };

export type Orders = {
  readonly orders: readonly Order[];
  /** Ids of pending commands that are complete by now. */
  readonly fulfilled: readonly string[];
};

/** Its tasks as they were last seen; of a submission that has ended for people, as its completion record has them. */
export const lastTasks = (state: SubmissionState): readonly TaskSeen[] => {
  if ("tasks" in state) return state.tasks;
  return "past" in state ? (state.past.completion?.tasks ?? []) : [];
};

/** Steps whose task may still run, or was ordered to run again: JEDI takes minutes for that. */
export const livingSteps = (state: SubmissionState): readonly string[] =>
  "tasks" in state
    ? state.tasks
        .filter((task) => !hasEnded(task.status) || mayRunAgain(state.past.pendingCommands, task))
        .map(({ step }) => step)
    : [];

/** A command to retry ends when its tasks ran; a command that replaced it does not, so the replaced one is compared. */
const mayRunAgain = (commands: readonly PendingCommand[], { id, attemptNr = 0 }: TaskSeen): boolean =>
  commands.some((command) =>
    retriesOf(command).some((order) => order.task === id && (command.verb === "retry" || attemptNr <= order.attemptNr)),
  );

/**
 * A move, as a priority, is sent to a task this many times, each half an hour after the one before. A move without an effect needs a
 * person: the status says that it did not hold (`carried-out.ts`).
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
  const commands = state.past.pendingCommands;
  const known = tasks.map((task) => ({ ...task, step: stepOf(state.names, task.name) }));
  const all = { intent: state.intent, lost: state.past.lost, commands, tasks: known };
  const orders = known.flatMap((task) => orderFor(all, task, pandaDate));
  // What it still orders ends no command: it would be ordered without a line on the ledger.
  const fulfilled = commands
    .filter((command) => isFulfilled(all, command) && !orders.some((order) => order.command === command.id))
    .map(({ id }) => id);
  return { orders, fulfilled };
};

const stepOf = (names: TaskNames, name: string): string =>
  Object.entries(names).find(([, candidates]) => candidates.includes(name))?.[0] ?? "";

/** What is decided about one task depends on all of them. */
type All = {
  readonly intent: Intent;
  readonly lost: readonly string[];
  readonly commands: readonly PendingCommand[];
  readonly tasks: readonly OrderableTask[];
};

const orderFor = (all: All, task: OrderableTask, pandaDate: PandaDate): readonly Order[] => {
  const { commands } = all;
  const wanted = commands.filter((command) => reaches(all, command, task) && wants(all, command, task));
  // Stopping waits for nothing: it replaces what PanDA keeps.
  const kill = wanted.find(({ verb }) => verb === "kill");
  const isBusy = kill === undefined && commands.some((command) => isAwaited(command, task, pandaDate));
  const [next] = (kill === undefined ? wanted : [kill]).filter((command) => !isUnderWay(command, task, pandaDate));
  return next === undefined || isBusy ? [] : [orderOf(all, next, { task, pandaDate })];
};

/**
 * The request's list of memory brings back its task, and so what JEDI aborted behind that task, unless a person decides
 * about it.
 */
const reaches = (all: All, command: PendingCommand, task: OrderableTask): boolean => {
  const { intent, commands, tasks } = all;
  if (isAbout(commands, command, task)) return true;
  const isBehind = isAbortedByParent(task) || command.sent.some((order) => order.task === task.id);
  const isOfAnother = commands.some((one) => laneOf(one.verb) === "run" && isAbout(commands, one, task));
  if (commandOfPerson(command) !== undefined || !isBehind || isOfAnother) return false;
  const parents = tasks.filter(({ step }) => parentStepsOf(intent, task.step).includes(step));
  return parents.some((parent) => reaches(all, command, parent));
};

/** Sent, and not yet to be seen in the task: another order now would replace it. A priority is no order that PanDA keeps. */
const isAwaited = (command: PendingCommand, task: OrderableTask, pandaDate: PandaDate): boolean => {
  const last = command.verb === "priority" ? undefined : lastSent(command, task);
  if (last === undefined || hasPassed(last.pandaDate, pandaDate, times.orderEffect)) return false;
  if (command.verb === "move") return !hasEnded(task.status) && task.site !== command.site;
  return last.status === undefined || last.status === task.status;
};

const lastSent = (command: PendingCommand, task: OrderableTask): Order | undefined => sentTo(command, task).at(-1);

/** The orders of this command to this attempt of a task; where its attempt is not known, to any. */
export const sentTo = (
  { sent }: PendingCommand,
  { id, attemptNr }: Pick<TaskSeen, "id" | "attemptNr">,
): readonly Order[] => sent.filter((order) => order.task === id && order.attemptNr === (attemptNr ?? order.attemptNr));

/** Whether the task is not yet in the state that the command asks for. */
const wants = (all: All, command: PendingCommand, task: OrderableTask): boolean => {
  const { intent, lost, tasks } = all;
  const { status } = task;
  switch (command.verb) {
    case "kill":
      return !hasEnded(status);
    // JEDI ends it already: by the first order, or a person's.
    case "finish":
      return !hasEnded(status) && status !== "finishing" && status !== "passed";
    case "retry":
      return turnOfChild(intent, command, tasks, task) === "now";
    case "pause":
      return !hasEnded(status) && status !== "paused" && joinsBegunBy(intent, tasks, lost, task.step).length === 0;
    case "resume":
      return status === "paused";
    case "move":
      return !hasEnded(status) && isOtherwise(command, task, { is: task.site, wanted: command.site });
    case "priority":
      return !hasEnded(status) && isOtherwise(command, task, { is: task.priority, wanted: command.priority });
  }
};

type AtPanda<T> = { readonly is: T | undefined; readonly wanted: T | undefined };

/** By PanDA's list; where that does not say it, the order is sent once. */
const isOtherwise = <T>(command: PendingCommand, task: OrderableTask, { is, wanted }: AtPanda<T>): boolean => {
  if (is === undefined) return !command.sent.some((order) => order.task === task.id);
  return is !== wanted && sentTo(command, task).length < maxMoveOrders;
};

/**
 * It got this order, and JEDI may still be about to carry it out. A kill is sent again: it does no harm, and must not
 * be lost; only one that PanDA refused is not, as long as the task does not change.
 */
const isUnderWay = (command: PendingCommand, task: OrderableTask, pandaDate: PandaDate): boolean => {
  if (command.verb === "kill")
    return command.refused.some(
      (order) => order.task === task.id && order.attemptNr === task.attemptNr && order.status === task.status,
    );
  const last = lastSent(command, task);
  if (last === undefined) return false;
  const moved = last.status !== undefined && last.status !== task.status;
  return moved ? command.verb === "retry" : !hasPassed(last.pandaDate, pandaDate, times.orderEffect);
};

type OrderAt = { readonly task: OrderableTask; readonly pandaDate: PandaDate };

const orderOf = (all: All, command: PendingCommand, { task, pandaDate }: OrderAt): Order =>
  withPlace(all.commands, task, {
    verb: command.verb,
    task: task.id,
    attemptNr: task.attemptNr,
    status: task.status,
    ...(pandaDate === undefined ? {} : { pandaDate }),
    ...(command.verb === "retry" && task.changed !== undefined ? { changed: task.changed } : {}),
    command: command.id,
    ...(command.verb === "retry" && task.status !== "exhausted" && readsOneStep(all.intent, task.step)
      ? { looksAgain: true }
      : {}),
    ...(command.step === undefined || command.step === task.step ? memoryFor(command, task) : {}),
    ...(command.site === undefined ? {} : { site: command.site }),
    ...(command.priority === undefined ? {} : { priority: command.priority }),
  });

/**
 * A retry with new parameters, as one that looks again is, puts them on top of those that PanDA has stored, and a
 * move is not among these: without the site it would take the task back (panda-server 1.0.4,
 * api/v1/task_api.py:82-103, task_event_module.py:3626-3709).
 */
const withPlace = (commands: readonly PendingCommand[], task: OrderableTask, order: Order): Order => {
  const isChanged = order.memory !== undefined || taskOrder(order).kind === "re-execute";
  if (!isChanged || order.site !== undefined) return order;
  const site = commands.find((command) => command.verb === "move" && isAbout(commands, command, task))?.site;
  return site === undefined ? order : { ...order, site };
};

/** PanDA takes a value as it comes, and a retry with less would lower the task (PANDA J12): such a task keeps its own. */
const memoryFor = ({ memory }: PendingCommand, task: OrderableTask): Pick<Order, "memory" | "keeps"> => {
  if (memory === undefined) return {};
  return task.memory !== undefined && memory < task.memory ? { keeps: task.memory } : { memory };
};

/** Commands for the existing tasks end when these are as commanded; those for later tasks (kill, pause, move, priority) stay. */
const isFulfilled = (all: All, command: PendingCommand): boolean => {
  const { intent, tasks } = all;
  if (command.sent.length === 0) return false;
  const ordered = tasks.filter(({ id }) => command.sent.some(({ task }) => task === id));
  switch (command.verb) {
    case "retry":
      return (
        ordered.every((task) => !isRetriable(task) || hasRun(command, task)) &&
        tasks.every((task) => !reaches(all, command, task) || turnOfChild(intent, command, tasks, task) === "never")
      );
    case "finish":
      return ordered.every(({ status }) => hasEnded(status));
    case "resume":
      return ordered.every(({ status }) => status !== "paused");
    case "kill":
    case "pause":
    case "move":
    case "priority":
      return false;
  }
};
