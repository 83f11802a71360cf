import type { JobSeen } from "../../action/core/ledger/completion.ts";
import type { Checked, HeldArchive, Submitted } from "../../action/core/submission/panda-answer.ts";
import type { Parcel } from "../../action/core/submission/submission-request.ts";
import type { TaskOrder } from "../../action/core/submission/task-order.ts";
import type { Panda, Task } from "../../action/ports/panda.ts";
import type { PandaCache } from "../../action/ports/panda-cache.ts";
import type { PandaWatch } from "../../action/ports/panda-watch.ts";

/** PanDA and iDDS in memory: a submit makes a request and a task a step, which stay as a test leaves them. */
export type FakePanda = Panda &
  PandaWatch &
  PandaCache & {
    readonly requests: Map<string, number>;
    /** Jobs by task; PanDA tells none of others. */
    readonly jobs: Map<number, readonly JobSeen[]>;
    /** What iDDS says of a request, by id; of others that it works on them. */
    readonly statuses: Map<number, string>;
    tasks: Task[];
    readonly calls: { readonly check: Parcel[]; readonly submit: Parcel[]; readonly order: [number, TaskOrder][] };
    /** `undefined`: it does not say. */
    date: Date | undefined;
    /** What a test does in the place of PanDA; by default it accepts. */
    onHold: (archive: Uint8Array) => Promise<HeldArchive>;
    onCheck: (parcel: Parcel) => Promise<Checked>;
    onSubmit: (parcel: Parcel) => Promise<Submitted>;
    onOrder: Panda["order"];
    /** As if this had been submitted. */
    accept(parcel: Parcel): number;
  };

export const fakePanda = (userName: string): FakePanda => {
  const nameOf = ({ outDS, steps }: Parcel, step: string): string =>
    `${outDS}_${String(steps.indexOf(step)).padStart(3, "0")}_${step}`;
  const panda: FakePanda = {
    requests: new Map(),
    jobs: new Map(),
    statuses: new Map(),
    tasks: [],
    calls: { check: [], submit: [], order: [] },
    date: new Date("2026-03-01T10:00:00Z"),
    onHold: async () => ({ kind: "held", sandbox: "box.tar.gz" }),
    onCheck: async (parcel) => ({
      kind: "accepted",
      names: Object.fromEntries(parcel.steps.map((step) => [step, [nameOf(parcel, step)]])),
      sandbox: "box.tar.gz",
    }),
    onSubmit: async (parcel) => ({
      kind: "accepted",
      request: panda.accept(parcel),
      pandaDate: panda.date?.toISOString(),
    }),
    onOrder: async () => ({ kind: "registered" }),
    accept: (parcel) => {
      const request = panda.requests.size + 1;
      panda.requests.set(parcel.workflowName, request);
      const made = parcel.steps.map((step) =>
        aTaskOf(nameOf(parcel, step), parcel.fingerprint, userName, panda.tasks.length + 1),
      );
      panda.tasks.push(...made.map((task, index) => ({ ...task, id: panda.tasks.length + 1 + index })));
      return request;
    },
    health: async () => ({ date: panda.date }),
    hold: (archive) => panda.onHold(archive),
    check: async (parcel) => {
      panda.calls.check.push(parcel);
      return panda.onCheck(parcel);
    },
    submit: async (parcel) => {
      panda.calls.submit.push(parcel);
      return panda.onSubmit(parcel);
    },
    requestNamed: async (name) => panda.requests.get(name),
    requestsBeginning: async (prefix) => new Map([...panda.requests].filter(([name]) => name.startsWith(prefix))),
    jobsOf: async (task) => panda.jobs.get(task) ?? [],
    requestStatus: async (request) => panda.statuses.get(request) ?? "Transforming",
    tasksChanged: async (_, name, status) => ({
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
