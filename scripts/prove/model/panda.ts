import type { JobSeen } from "../../../action/core/ledger/completion.ts";
import type {
  Checked,
  DatasetFiles,
  Submitted,
  Task,
  WhichFiles,
} from "../../../action/core/submission/panda-answer.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import type { TaskOrder } from "../../../action/core/submission/task-order.ts";
import type { Ordered, Panda } from "../../../action/ports/panda.ts";
import type { PandaCache } from "../../../action/ports/panda-cache.ts";
import type { PandaWatch } from "../../../action/ports/panda-watch.ts";

/** A request of iDDS. Two can have one name: the server submitted a file of its cache twice (SAFETY S12). */
export type Request = {
  readonly id: number;
  readonly name: string;
  readonly user: string;
  readonly from: "check" | "submit";
  /** Names of its tasks. */
  readonly tasks: readonly string[];
};
/** A workflow file in the server's cache, which its daemon may still submit for real (SAFETY S1, S2). */
export type Ghost = {
  readonly submissionRequest: SubmissionRequest;
  readonly user: string;
  readonly from: "check" | "submit";
  /** PanDA's time. */
  readonly since: number;
};

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

type OpenTask = { -readonly [K in keyof Task]: Task[K] };

/** A step of several parents, for which iDDS makes a task once each of them has been processed. */
export type ModelJoin = { readonly step: string; readonly parents: readonly string[] };
/** `lost`: iDDS saw a parent fail, and never makes it (PANDA P14). */
type AwaitedJoin = OpenTask & { readonly parents: readonly string[]; lost: boolean };

/**
 * PanDA and iDDS as SAFETY S1 to S6 and S12 describe them. It is written from that page, and shares no line with the
 * sandbox: it loses answers before and after the effect, acts late, and acts twice. `needed`: MB a core without which
 * some jobs of each task die.
 */
export const modelPanda = (needed = 0, joins: readonly ModelJoin[] = []) => {
  const jedi = modelJedi(joins);
  const { requests, tasks, again, coming, act, awaited, begun } = jedi;
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
    /** Steps that JEDI would begin over what is there, once this task pauses. */
    beginsOnPause: (id: number): readonly string[] =>
      awaited.filter(({ parents, lost }) => !lost && parents.includes(nameOfTask(tasks, id))).map(({ name }) => name),
    hasLostJoin: (isOurs: (name: string) => boolean): boolean => awaited.some(({ name, lost }) => lost && isOurs(name)),
    /** Steps that have read less than their parents have by now. */
    lacking: (): readonly string[] =>
      [...begun].flatMap(([id, files]) =>
        files.length < [...parentsOf(jedi, id)].reduce((sum, { finished }) => sum + finished, 0)
          ? [nameOfTask(tasks, id)]
          : [],
      ),
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

/** What iDDS and JEDI know, and what they make of a workflow. */
const modelJedi = (joins: readonly ModelJoin[]) => {
  const requests: Request[] = [];
  const tasks: OpenTask[] = [];
  /** Joins without a task. */
  const awaited: AwaitedJoin[] = [];
  /** What each join with a task took, by its id: it gets no file that comes later (PANDA P14). */
  const begun = new Map<number, readonly string[]>();
  /** How often JEDI executed an ended task again because of a second request. */
  const again: number[] = [];
  /** Tasks that JEDI has not made yet: iDDS knows the request, and nobody sees them. */
  const coming = new Set<number>();

  /** A live task of the name is kept, an ended one is executed again, a new one is made (SAFETY S3). */
  const act = ({ submissionRequest, user, from }: Ghost): number => {
    const id = requests.length + 1;
    const names = submissionRequest.steps.map((step) => nameOf(submissionRequest, step));
    requests.push({ id, name: submissionRequest.workflowName, user, from, tasks: names });
    for (const [index, name] of names.entries()) {
      const join = joins.find(({ step }) => step === submissionRequest.steps[index]);
      const known = tasks.find((task) => task.name === name && task.userName === user);
      if (known === undefined && join !== undefined) {
        const parents = join.parents.map((step) => nameOf(submissionRequest, step));
        if (!awaited.some((one) => one.name === name && one.userName === user))
          awaited.push({ ...newTask(0, name, user, submissionRequest.fingerprint), parents, lost: false });
      } else if (known === undefined) {
        coming.add(tasks.length + 1);
        tasks.push(newTask(tasks.length + 1, name, user, submissionRequest.fingerprint));
      }
      if (known?.status === givenUp) known.status = "registered";
      else if (known !== undefined && isEnded(known)) {
        known.status = "running";
        known.attemptNr += 1;
        again.push(known.id);
      }
    }
    return id;
  };

  const isSeen = ({ id, status }: Task): boolean => !coming.has(id) && status !== givenUp;
  return { requests, tasks, again, coming, act, isSeen, awaited, begun };
};
type ModelJedi = ReturnType<typeof modelJedi>;

/** To iDDS a paused task has been processed, and a failed one is lost for good. */
const beginJoins = ({ tasks, awaited, begun }: ModelJedi): void => {
  for (const join of awaited.filter(({ lost }) => !lost)) {
    const parents = tasks.filter(({ name, userName }) => join.parents.includes(name) && userName === join.userName);
    join.lost = parents.some(({ status }) => lostEnds.includes(status));
    const isReady = parents.every(({ status }) => ["done", "finished", "paused"].includes(status));
    if (join.lost || !isReady || parents.length < join.parents.length) continue;
    awaited.splice(awaited.indexOf(join), 1);
    const { parents: _, lost: __, ...task } = join;
    const files = parents.flatMap(filesMade);
    tasks.push({
      ...task,
      id: tasks.length + 1,
      files: files.length,
      status: files.length === 0 ? "broken" : "registered",
    });
    begun.set(tasks.length, files);
  }
};
const lostEnds = ["failed", "aborted", "broken", "exhausted"];

const nameOfTask = (tasks: readonly Task[], id: number): string => tasks.find((task) => task.id === id)?.name ?? "";

const parentsOf = ({ tasks, begun }: ModelJedi, id: number): readonly OpenTask[] => {
  const user = tasks.find((task) => task.id === id)?.userName;
  const read = begun.get(id) ?? [];
  return tasks.filter((task) => task.userName === user && read.some((file) => file.startsWith(`${task.name}.`)));
};

const filesMade = ({ name, finished }: Task): readonly string[] =>
  Array.from({ length: finished }, (_, index) => `${name}.${index}`);

const filesOf = ({ tasks, begun }: ModelJedi, id: number, which: WhichFiles): readonly DatasetFiles[] => {
  const task = tasks.find((one) => one.id === id);
  if (task === undefined) return [];
  const names = which === "output" ? filesMade(task) : (begun.get(id) ?? []);
  return [{ dataset: task.name, files: names.map((name) => ({ name, status: "finished" })) }];
};

const nameOf = ({ outDS, steps }: SubmissionRequest, step: string): string =>
  `${outDS}_${String(steps.indexOf(step)).padStart(3, "0")}_${step}`;

type Readings = Pick<
  Panda & PandaWatch,
  "requestNamed" | "tasksNamed" | "requestsBeginning" | "requestStatus" | "tasksChanged"
>;

/** What anybody may read of requests and tasks. */
const answersOf = ({ requests, tasks, isSeen, awaited }: ModelJedi): Readings => {
  const statusOf = ({ tasks: names, user }: Request): string => {
    const isOwn = ({ name, userName }: Task): boolean => names.includes(name) && userName === user;
    const own = tasks.filter(isOwn);
    const joins = awaited.filter(isOwn);
    if (!own.every((task) => isEnded(task) || task.status === "paused") || joins.some(({ lost }) => !lost))
      return "Transforming";
    return joins.length === 0 && own.every(({ status }) => status === "done") ? "Finished" : "SubFinished";
  };
  return {
    requestNamed: async (name) => requests.findLast((one) => one.name === name)?.id,
    tasksNamed: async (names, userName) =>
      tasks
        .filter((task) => isSeen(task) && names.includes(task.name) && task.userName === userName)
        .map((task) => ({ ...task })),
    requestsBeginning: async (prefix) =>
      new Map(requests.filter(({ name }) => name.startsWith(prefix)).map(({ name, id }) => [name, id])),
    requestStatus: async (request) => requests.filter(({ id }) => id === request).map(statusOf)[0],
    tasksChanged: async (_, userName) => ({
      tasks: tasks.filter((task) => isSeen(task) && task.userName === userName).map((task) => ({ ...task })),
      isCut: false,
    }),
  };
};

const carryOut = ({ task: id, order }: OrderGiven, tasks: readonly OpenTask[]): void => {
  const task = tasks.find((one) => one.id === id);
  if (task === undefined) return;
  if (order.kind === "kill" && !isEnded(task)) task.status = "aborted";
  if (order.kind === "pause" && task.status === "running") Object.assign(task, { status: "paused", finished: 4 });
  if (order.kind === "resume" && task.status === "paused") task.status = "running";
  if (order.kind === "finish" && !isEnded(task)) task.status = "finished";
  if (!isRetry(order) || !["failed", "finished", "exhausted"].includes(task.status)) return;
  Object.assign(task, { status: "running", attemptNr: task.attemptNr + 1, memory: memoryIn(order) ?? task.memory });
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

/** In place of a task's status: there is none, and none comes. */
export const givenUp = "given up by iDDS";
const ended = [givenUp, "done", "finished", "failed", "aborted", "broken", "exhausted"];
export const isEnded = ({ status }: Pick<Task, "status">): boolean => ended.includes(status);

const newTask = (id: number, name: string, userName: string, mark: string): OpenTask => ({
  id,
  name,
  userName,
  mark,
  status: "registered",
  dialog: "",
  files: 10,
  finished: 0,
  failed: 0,
  attemptNr: 0,
  memory: defaultMemory,
});
/** MB a core. */
export const defaultMemory = 2000;

const isRetry = ({ kind }: TaskOrder): boolean =>
  kind === "retry" || kind === "retry-changed" || kind === "retry-aborted";
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
  Object.assign(task, { status: end, failed: Math.round(lost), finished: task.files - Math.round(lost) });
};
