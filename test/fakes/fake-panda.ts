import type { JobSeen } from "../../action/core/ledger/completion.ts";
import type {
  Checked,
  DatasetFiles,
  Submitted,
  Task,
  UploadedArchive,
} from "../../action/core/submission/panda-answer.ts";
import type { SubmissionRequest } from "../../action/core/submission/submission-request.ts";
import type { TaskOrder } from "../../action/core/submission/task-order.ts";
import type { Panda } from "../../action/ports/panda.ts";
import type { PandaCache } from "../../action/ports/panda-cache.ts";
import type { PandaWatch } from "../../action/ports/panda-watch.ts";

/** PanDA and iDDS in memory: a submit makes a request and a task a step, which stay as a test leaves them. */
export type FakePanda = Panda &
  PandaWatch &
  PandaCache & {
    readonly requests: Map<string, number>;
    /** Jobs by task; PanDA tells none of others. */
    readonly jobs: Map<number, readonly JobSeen[]>;
    /** By `input 7` or `output 7`: what a task has read, or made. */
    readonly files: Map<string, readonly DatasetFiles[]>;
    /** What iDDS says of a request, by id; of others that it works on them. */
    readonly statuses: Map<number, string>;
    tasks: Task[];
    readonly calls: {
      readonly hold: Uint8Array[];
      readonly check: SubmissionRequest[];
      readonly submit: SubmissionRequest[];
      readonly order: [number, TaskOrder][];
    };
    /** `undefined`: it does not say. */
    date: Date | undefined;
    /** What a test does in the place of PanDA; by default it accepts. */
    onHold: (archive: Uint8Array) => Promise<UploadedArchive>;
    onCheck: (submissionRequest: SubmissionRequest) => Promise<Checked>;
    onSubmit: (submissionRequest: SubmissionRequest) => Promise<Submitted>;
    onOrder: Panda["order"];
    /** As if this had been submitted. */
    accept(submissionRequest: SubmissionRequest): number;
  };

export const fakePanda = (userName: string): FakePanda => {
  const nameOf = ({ outDS, steps }: SubmissionRequest, step: string): string =>
    `${outDS}_${String(steps.indexOf(step)).padStart(3, "0")}_${step}`;
  const panda: FakePanda = {
    requests: new Map(),
    jobs: new Map(),
    files: new Map(),
    statuses: new Map(),
    tasks: [],
    calls: { hold: [], check: [], submit: [], order: [] },
    date: new Date("2026-03-01T10:00:00Z"),
    onHold: async () => ({ kind: "held", sandbox: "box.tar.gz" }),
    onCheck: async (submissionRequest) => ({
      kind: "accepted",
      names: Object.fromEntries(submissionRequest.steps.map((step) => [step, [nameOf(submissionRequest, step)]])),
      sandbox: "box.tar.gz",
    }),
    onSubmit: async (submissionRequest) => ({
      kind: "accepted",
      request: panda.accept(submissionRequest),
      pandaDate: panda.date?.toISOString(),
    }),
    onOrder: async () => ({ kind: "registered" }),
    accept: (submissionRequest) => {
      const request = panda.requests.size + 1;
      panda.requests.set(submissionRequest.workflowName, request);
      const made = submissionRequest.steps.map((step) =>
        aTaskOf(nameOf(submissionRequest, step), submissionRequest.fingerprint, userName, panda.tasks.length + 1),
      );
      panda.tasks.push(...made.map((task, index) => ({ ...task, id: panda.tasks.length + 1 + index })));
      return request;
    },
    health: async () => ({ date: panda.date }),
    hold: (archive) => {
      panda.calls.hold.push(archive);
      return panda.onHold(archive);
    },
    check: async (submissionRequest) => {
      panda.calls.check.push(submissionRequest);
      return panda.onCheck(submissionRequest);
    },
    submit: async (submissionRequest) => {
      panda.calls.submit.push(submissionRequest);
      return panda.onSubmit(submissionRequest);
    },
    requestNamed: async (name) => panda.requests.get(name),
    requestsBeginning: async (prefix) => new Map([...panda.requests].filter(([name]) => name.startsWith(prefix))),
    filesOf: async (task, which) => panda.files.get(`${which} ${task}`) ?? [],
    jobsOf: async (task) => panda.jobs.get(task) ?? [],
    requestStatus: async (request) => panda.statuses.get(request) ?? "Transforming",
    tasksChanged: async (_, name, { where: { status } = {} } = {}) => ({
      tasks: panda.tasks.filter((task) => task.userName === name && (status === undefined || task.status === status)),
      isCut: false,
    }),
    tasksNamed: async (names, user) =>
      panda.tasks.filter((task) => names.includes(task.name) && task.userName === user),
    order: async (task, order) => {
      panda.calls.order.push([task, order]);
      return panda.onOrder(task, order);
    },
  };
  return panda;
};

export const aTaskOf = (name: string, mark: string, userName: string, id: number): Task => ({
  id,
  name,
  userName,
  status: "running",
  dialog: "",
  mark,
  files: 10,
  finished: 0,
  failed: 0,
  attemptNr: 0,
});
