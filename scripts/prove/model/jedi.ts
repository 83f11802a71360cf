import type { Task } from "../../../action/core/submission/panda-answer.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import type { Panda } from "../../../action/ports/panda.ts";
import type { PandaWatch } from "../../../action/ports/panda-watch.ts";
import type { AwaitedJoin, ModelJoin, OpenTask } from "./joins.ts";

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

/** What iDDS and JEDI know, and what they make of a workflow. */
export const modelJedi = (joins: readonly ModelJoin[]) => {
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
        // It is refined again, and counts from 0 (PANDA J12).
        Object.assign(known, { status: "running", attemptNr: 0, changed: `${known.changed}, again` });
        again.push(known.id);
      }
    }
    return id;
  };

  const isSeen = ({ id, status }: Task): boolean => !coming.has(id) && status !== givenUp;
  return { requests, tasks, again, coming, act, isSeen, awaited, begun };
};
export type ModelJedi = ReturnType<typeof modelJedi>;

export const nameOf = ({ outDS, steps }: SubmissionRequest, step: string): string =>
  `${outDS}_${String(steps.indexOf(step)).padStart(3, "0")}_${step}`;

type Readings = Pick<
  Panda & PandaWatch,
  "requestNamed" | "tasksNamed" | "requestsBeginning" | "requestStatus" | "tasksChanged"
>;

/** What anybody may read of requests and tasks. */
export const answersOf = ({ requests, tasks, isSeen, awaited }: ModelJedi): Readings => {
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

/** In place of a task's status: there is none, and none comes. */
export const givenUp = "given up by iDDS";
const ended = [givenUp, "done", "finished", "failed", "aborted", "broken", "exhausted"];
export const isEnded = ({ status }: Pick<Task, "status">): boolean => ended.includes(status);

export const newTask = (id: number, name: string, userName: string, mark: string): OpenTask => ({
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
  changed: "made",
  memory: defaultMemory,
});
/** MB a core. */
export const defaultMemory = 2000;
