import type { Order, TaskNames, TaskSeen } from "../ledger/event.ts";
import { hasPassed, type PandaDate } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";
import { isAbout, retriesOf, type Wish } from "./wish.ts";

/** A task as PanDA tells it now. `site`: where it was sent, if PanDA says so; `memory`: MB a core, likewise. */
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
  /** Ids of wishes that are so by now. */
  readonly fulfilled: readonly string[];
};

/** JEDI takes a retry of these; an exhausted task needs the production role (PANDA P26). */
export const retriable = ["finished", "failed", "exhausted"];
/** JEDI takes no kill and no finish of what has ended or is ending. */
const endedTask = ["finished", "done", "prepared", "broken", "aborted", "toabort", "aborting", "failed"];
export const hasEnded = (status: string): boolean => endedTask.includes(status);

/** Steps whose task may still run, or was told to run again: JEDI takes minutes for that. */
export const livingSteps = (state: SubmissionState): readonly string[] =>
  "tasks" in state
    ? state.tasks
        .filter((task) => !hasEnded(task.status) || mayRunAgain(state.past.wishes, task))
        .map(({ step }) => step)
    : [];

/** A wish to retry ends when its tasks ran; one that took its place does not, so what it replaced is compared. */
const mayRunAgain = (wishes: readonly Wish[], { id, attemptNr = 0 }: TaskSeen): boolean =>
  wishes.some((wish) =>
    retriesOf(wish).some((told) => told.task === id && (wish.verb === "retry" || attemptNr <= told.attemptNr)),
  );

/** Milliseconds by PanDA's clock in which JEDI carries out an order; one without effect by then never arrived. */
export const patience = 30 * 60_000;

/**
 * Which tasks are told now what a person wished. What was told is compared with what the task is: a task that has
 * moved on is not told again, one that stands where it stood half an hour later is (the process may have died between
 * its line on the ledger and the call). Stopping may be said at any time.
 */
export const ordersFor = (state: SubmissionState, tasks: readonly OrderedTask[], pandaDate: PandaDate): Orders => {
  if (!("past" in state) || !("names" in state)) return { orders: [], fulfilled: [] };
  const { wishes } = state.past;
  const known = tasks.map((task) => ({ ...task, step: stepOf(state.names, task.name) }));
  const orders = wishes.flatMap((wish) =>
    known
      .filter((task) => isAbout(wishes, wish, task) && wants(wish, task) && !isUnderWay(wish, task, pandaDate))
      .map((task) => orderOf(wish, task, pandaDate)),
  );
  const fulfilled = wishes.filter((wish) => isFulfilled(wish, known)).map(({ id }) => id);
  return { orders, fulfilled };
};

const stepOf = (names: TaskNames, name: string): string =>
  Object.entries(names).find(([, candidates]) => candidates.includes(name))?.[0] ?? "";

/** Whether the task is not yet as it is wished. */
const wants = (wish: Wish, { id, status, attemptNr, site }: OrderableTask): boolean => {
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
      return (
        !hasEnded(status) && (site === undefined ? !wish.told.some(({ task }) => task === id) : site !== wish.site)
      );
  }
};

/**
 * It was told this, and JEDI may still be about to do it. A kill is said again: it does no harm, and must not be lost;
 * only what PanDA refused is not, as long as the task stands where it stood.
 */
const isUnderWay = (wish: Wish, task: OrderableTask, pandaDate: PandaDate): boolean => {
  if (wish.verb === "kill")
    return wish.refused.some(
      (order) => order.task === task.id && order.attemptNr === task.attemptNr && order.status === task.status,
    );
  const last = wish.told.findLast((told) => told.task === task.id && told.attemptNr === task.attemptNr);
  if (last === undefined) return false;
  const moved = last.status !== undefined && last.status !== task.status;
  return moved ? wish.verb === "retry" : !hasPassed(last.pandaDate, pandaDate, patience);
};

const orderOf = (wish: Wish, task: OrderableTask, pandaDate: PandaDate): Order => ({
  verb: wish.verb,
  task: task.id,
  attemptNr: task.attemptNr,
  status: task.status,
  ...(pandaDate === undefined ? {} : { pandaDate }),
  wish: wish.id,
  ...memoryFor(wish, task),
  ...(wish.site === undefined ? {} : { site: wish.site }),
});

/** PanDA takes a value as it comes, and a retry with less would lower the task (PANDA J12): such a task keeps its own. */
const memoryFor = ({ memory }: Wish, task: OrderableTask): Pick<Order, "memory" | "keeps"> => {
  if (memory === undefined) return {};
  return task.memory !== undefined && memory < task.memory ? { keeps: task.memory } : { memory };
};

/** Wishes about the tasks there are end when these are as wished; those about tasks to come (kill, pause, move) stay. */
const isFulfilled = (wish: Wish, tasks: readonly OrderableTask[]): boolean => {
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
