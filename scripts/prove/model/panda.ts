import type { JobSeen } from "../../../action/core/ledger/completion.ts";
import type { Checked, Submitted, Task } from "../../../action/core/submission/panda-answer.ts";
import type { TaskOrder } from "../../../action/core/submission/task-order.ts";
import type { Ordered, Panda } from "../../../action/ports/panda.ts";
import type { PandaCache } from "../../../action/ports/panda-cache.ts";
import type { PandaWatch } from "../../../action/ports/panda-watch.ts";
import { answersOf, type Ghost, givenUp, isEnded, type ModelJedi, modelJedi, nameOf, newTask } from "./jedi.ts";
import { beginJoins, filesOf, type ModelJoin, type OpenTask, seenOfJoins } from "./joins.ts";

/** What PanDA may do with one call, beside doing what it was asked. */
export type CheckAnswer = "rejected" | "lost" | "lost, file stays" | "answered, file stays" | "not reached";
export type SubmitAnswer =
  | "refused"
  | "lost, done"
  | "lost, not done"
  | "lost, file stays"
  | "done twice"
  | "not reached";
export type Answer = { readonly check?: CheckAnswer; readonly submit?: SubmitAnswer };

/**
 * PanDA and iDDS as SAFETY S1 to S6 and S12 describe them. It is written from that page, and shares no line with the
 * sandbox: it loses answers before and after the effect, acts late, and acts twice. `needed`: MB a core without which
 * some jobs of each task die.
 */
export const modelPanda = (needed = 0, joins: readonly ModelJoin[] = []) => {
  const jedi = modelJedi(joins);
  const { requests, tasks, again, coming, act } = jedi;
  /** Where people pause what runs before a join, a task is not over before they have seen it run. */
  const young = new Set<number>();
  const ghosts: Ghost[] = [];
  const orders: OrderGiven[] = [];
  /** Jobs that did not succeed, of all tries, as PanDA lists them. */
  const lost: (JobSeen & { readonly task: number })[] = [];
  const began = Date.parse("2026-03-01T10:00:00Z");
  let date = began;

  const pandaDate = (): string => new Date(date).toISOString();
  const port = (user: string, answer: () => Answer): Panda & PandaWatch & PandaCache => ({
    ...answersOf(jedi),
    health: async () => ({ date: new Date(date) }),
    hold: async () => ({ kind: "held", sandbox: "box.tar.gz" }),
    check: async (submissionRequest) =>
      answerCheck(answer().check, { submissionRequest, user, from: "check", since: date }, ghosts),
    submit: async (submissionRequest) =>
      answerSubmit(
        answer().submit,
        { submissionRequest, user, from: "submit", since: date },
        { jedi, ghosts, pandaDate },
      ),
    filesOf: async (task, which) => filesOf(jedi, task, which),
    jobsOf: async (task) => lost.filter((job) => job.task === task),
    order: async (task, order): Promise<Ordered> => {
      orders.push({ task, order });
      return { kind: "registered" };
    },
  });

  const endAs = (task: OpenTask, end: TaskEnd): void => {
    endOf(task, end);
    const isStarved = end === "done" && (task.memory ?? 0) < needed;
    if (isStarved) Object.assign(task, { status: "finished", finished: 7, failed: 3 });
    if (task.status !== "done") lost.push({ ...lostJob(lost.length + 1, task, isStarved), task: task.id });
  };

  return {
    requests,
    ghosts,
    tasks,
    again,
    port,
    date: () => date,
    /** Whether JEDI was told to run it again, and has not yet. */
    willRetry: (task: number): boolean => orders.some((one) => one.task === task && isRetry(one.order)),
    ...seenOfJoins(jedi),
    /** Milliseconds of PanDA's time since the story began. */
    age: () => date - began,
    /** The daemon takes the oldest file that is left. */
    haunt: (): void => {
      const file = ghosts.shift();
      if (file !== undefined) act(file);
    },
    /** iDDS makes no task for the last step that has none yet (SAFETY S11). */
    giveUp: (): void => {
      const last = tasks.findLast(({ id }) => coming.has(id));
      if (last !== undefined) last.status = givenUp;
    },
    /** A task that was made without us. */
    stranger: (name: string, user: string): void => {
      tasks.push({ ...newTask(tasks.length + 1, name, user, "somebody else"), status: "running" });
    },
    /** Time goes on: orders are carried out, and what ran ends as it should. */
    wait: (hours: number, end: TaskEnd = "done"): void => {
      date += hours * 3_600_000;
      if (hours > 0) coming.clear();
      for (const given of orders.splice(0)) carryOut(given, tasks);
      const isYoung = ({ id }: Task): boolean => end === "done" && young.delete(id);
      for (const task of tasks) if (task.status === "running" && !isYoung(task)) endAs(task, end);
      for (const task of tasks.filter(({ status }) => status === "registered")) {
        task.status = "running";
        if (joins.length > 0) young.add(task.id);
      }
      beginJoins(jedi);
    },
  };
};

/** `finished`: without some of its files. */
type TaskEnd = "done" | "finished" | "failed";
type OrderGiven = { readonly task: number; readonly order: TaskOrder };

const carryOut = ({ task: id, order }: OrderGiven, tasks: readonly OpenTask[]): void => {
  const task = tasks.find((one) => one.id === id);
  if (task === undefined) return;
  if (order.kind === "kill" && !isEnded(task)) task.status = "aborted";
  if (order.kind === "pause" && task.status === "running") Object.assign(task, { status: "paused", finished: 4 });
  if (order.kind === "resume" && task.status === "paused") task.status = "running";
  if (order.kind === "finish" && !isEnded(task)) task.status = "finished";
  if (!isRetry(order) || !["failed", "finished", "exhausted"].includes(task.status)) return;
  // A task that gets new parameters is refined again, and counts from 0.
  const attemptNr = order.kind === "retry" ? task.attemptNr + 1 : 0;
  Object.assign(task, {
    status: "running",
    attemptNr,
    changed: `${task.changed}, again`,
    memory: memoryIn(order) ?? task.memory,
  });
};

const answerCheck = (kind: CheckAnswer | undefined, file: Ghost, ghosts: Ghost[]): Checked => {
  if (kind?.endsWith("file stays")) ghosts.push(file);
  switch (kind) {
    case undefined:
    case "answered, file stays": {
      const { submissionRequest } = file;
      const names = Object.fromEntries(
        submissionRequest.steps.map((step) => [step, [nameOf(submissionRequest, step)]]),
      );
      return { kind: "accepted", names, sandbox: "box.tar.gz" };
    }
    case "rejected":
      return { kind: "rejected", message: "the workflow is wrong" };
    case "lost":
    case "lost, file stays":
      return { kind: "unanswered", arrived: "maybe", message: "the connection broke" };
    case "not reached":
      return { kind: "unanswered", arrived: "no", message: "the connection was refused" };
  }
};

/** What acts on a submit. */
type Server = { readonly jedi: ModelJedi; readonly ghosts: Ghost[]; readonly pandaDate: () => string };

const answerSubmit = (
  kind: SubmitAnswer | undefined,
  file: Ghost,
  { jedi: { act, requests }, ghosts, pandaDate }: Server,
): Submitted => {
  const accepted = (request: number): Submitted => ({ kind: "accepted", request, pandaDate: pandaDate() });
  switch (kind) {
    case undefined:
      return accepted(act(file));
    case "done twice":
      act(file);
      return accepted(requests.length);
    case "refused":
      return { kind: "refused", message: "iDDS refuses it" };
    case "lost, file stays":
      ghosts.push(file);
      return { kind: "unanswered", arrived: "maybe", message: "the connection broke" };
    case "lost, done":
      act(file);
      return { kind: "unanswered", arrived: "maybe", message: "the connection broke" };
    case "lost, not done":
      return { kind: "unanswered", arrived: "maybe", message: "the connection broke" };
    case "not reached":
      return { kind: "unanswered", arrived: "no", message: "the connection was refused" };
  }
};

const isRetry = ({ kind }: TaskOrder): boolean => kind === "retry" || kind === "retry-changed" || kind === "re-execute";
export const memoryIn = (order: TaskOrder): number | undefined =>
  order.kind === "retry-changed" && "memory" in order.changes ? order.changes.memory : undefined;

const lostJob = (id: number, { memory }: OpenTask, outOfMemory: boolean): JobSeen => ({
  id,
  status: "failed",
  site: "BNL",
  exitCode: outOfMemory ? undefined : 1,
  fault: outOfMemory ? "pilot 1235" : "payload",
  outOfMemory,
  askedMemory: memory,
  outputs: [],
});

const endOf = (task: OpenTask, end: TaskEnd): void => {
  const lost = { done: 0, finished: 0.3, failed: 0.6 }[end] * task.files;
  const changed = `${task.changed}, ended`;
  Object.assign(task, { status: end, changed, failed: Math.round(lost), finished: task.files - Math.round(lost) });
};
