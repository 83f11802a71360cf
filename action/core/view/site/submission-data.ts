import { type Intent, type LedgerEvent, partsOfKey, type SubmissionKey, type TaskSeen } from "../../ledger/event.ts";
import { coreHoursForeseen, parentsOf, readStepsOf, writtenIn } from "../../ledger/intended-steps.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { cut } from "../../markdown/doc.ts";
import type { Remake } from "../../outcomes/extension.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { cardOf } from "../ledger/card.ts";
import { notesOf } from "../status/notes-text.ts";
import { ordersNow, remakeNotes } from "../status/orders-now.ts";
import { progressOfTasks } from "../status/progress.ts";
import { describeState } from "../status/state-text.ts";
import { historyRows } from "./history-rows.ts";
import type { AskedData, SiteRow, StepData, SubmissionData } from "./site-data.ts";

export type IntendedSubmission = Extract<SubmissionState, { readonly intent: Intent }>;

/** A submission with all that the ledger has of it. */
export type WholeSubmission = {
  readonly key: SubmissionKey;
  readonly events: readonly LedgerEvent[];
  readonly state: SubmissionState;
  readonly remake?: Remake | undefined;
};

const maxRowWords = 200;

/** `campaigns`: the names of those that name it. */
export const rowOf = ({ key, events, state }: WholeSubmission, campaigns: readonly string[] = []): SiteRow => {
  const { tag, version, run } = partsOfKey(key);
  const { done, inputs } = progressOfTasks(lastTasks(state));
  return {
    ...{ tag, version, ...(run === undefined ? {} : { run }) },
    ...{ state: state.kind, phase: stateTable[state.kind].phase, asks: asksPerson(state) },
    words: cut(describeState(state), maxRowWords),
    entered: events[0]?.at ?? "",
    since: "since" in state ? state.since : (events[0]?.at ?? ""),
    campaigns,
    ...askedOfRow(state),
    data: dataOf(state),
    sites: sitesOf(state),
    ...{ done, inputs },
  };
};

/** The ledger has no template of tags: what stands before the first hyphen. */
export const firstPart = (tag: string): string => tag.replace(/-.*/, "");

export const askedOfRow = (state: SubmissionState): ReturnType<typeof ofIntent> =>
  "intent" in state ? ofIntent(state.intent) : ofNobody;

const ofIntent = (intent: Intent) => ({
  by: intent.requester,
  approved: intent.approval,
  contact: intent.contact,
  group: intent.panda.workingGroup,
  build: writtenIn(intent, "build") ?? writtenIn(intent, "container") ?? "",
});
const ofNobody = { by: "", approved: "", contact: [], group: "", build: "" };

const dataOf = (state: SubmissionState): readonly string[] => {
  if (!("intent" in state)) return [];
  const { intent, past } = state;
  return [...new Set([intent.outDS, ...(past.arrival?.outputs ?? []).map(({ did }) => did), ...parentsOf(intent)])];
};

/** Where its jobs ran, and where its tasks are sent. */
const sitesOf = (state: SubmissionState): readonly string[] => {
  const ran = "past" in state ? (state.past.completion?.steps ?? []) : [];
  const jobs = ran.flatMap((step) => (step.kind === "not-known" ? [] : Object.keys(step.sites)));
  return [...new Set([...jobs, ...lastTasks(state).flatMap(({ site }) => site || [])])];
};

/** Step by step: what it reads, how far it is, how it came there, why jobs failed, what they made. */
const stepsData = (state: IntendedSubmission, events: readonly LedgerEvent[]): readonly StepData[] => {
  const { intent, past } = state;
  const tasks = lastTasks(state);
  return intent.steps.map((step) => {
    const task = tasks.find((one) => one.step === step);
    const record = past.completion?.steps.find((one) => one.step === step);
    return {
      step,
      after: readStepsOf(intent, step),
      jobs: intent.stepJobs?.[step] ?? null,
      ...(task === undefined ? {} : { task: taskOf(task) }),
      ...{ done: task?.finished ?? 0, inputs: task?.files ?? 0, failed: task?.failed ?? 0 },
      course: courseOf(step, events),
      failures: record === undefined || record.kind === "not-known" ? [] : failuresOf(record),
      datasets:
        record?.kind === "all" ? Object.entries(record.outputs).map(([dataset, sum]) => ({ dataset, ...sum })) : [],
    };
  });
};

const taskOf = ({ id, status, site = "", dialog }: TaskSeen) => ({ id, status, site, dialog });

/** The largest class first, with what PanDA says of one of its jobs. */
const failuresOf = ({ failures, said = {} }: Exclude<StepCompletion, { readonly kind: "not-known" }>) =>
  Object.entries(failures)
    .toSorted(([, a], [, b]) => b - a)
    .map(([failure, jobs]) => {
      const words = new Map(Object.entries(said)).get(failure);
      return { failure, jobs, ...(words === undefined ? {} : { said: words }) };
    });

/** Points of a curve; what PanDA said between two changes is left out. */
const courseOf = (step: string, events: readonly LedgerEvent[]): StepData["course"] => {
  const points: (readonly [string, number, number, number])[] = [];
  for (const event of events) {
    if (event.event !== "seen") continue;
    const task = event.tasks.find((one) => one.step === step);
    const last = points.at(-1);
    if (task === undefined) continue;
    const { finished, files, failed } = task;
    if (last !== undefined && last[1] === finished && last[2] === files && last[3] === failed) continue;
    points.push([event.pandaDate ?? event.at, finished, files, failed]);
  }
  return points;
};

export const submissionData = (one: WholeSubmission): SubmissionData => {
  const { key, events, state } = one;
  const card = cardOf(key, state);
  const own = events.filter((event) => "key" in event) as readonly Extract<LedgerEvent, { readonly key: unknown }>[];
  return {
    key,
    ...{ state: state.kind, phase: stateTable[state.kind].phase, asks: asksPerson(state) },
    ...{ means: stateTable[state.kind].means, words: describeState(state) },
    since: "since" in state ? state.since : (events[0]?.at ?? ""),
    notes: [...notesOf(state), ...remakeNotes([one], "orders")].map((note) => note.replaceAll("`", "")),
    commands: ordersNow(one),
    history: historyRows(own),
    ...("intent" in state ? { asked: askedOf(state.intent, state.attempt) } : {}),
    steps: "intent" in state ? stepsData(state, own) : [],
    ...(card === undefined ? {} : { card }),
  };
};

const askedOf = (intent: Intent, attempt: number): AskedData => ({
  ...{ folder: intent.folder, commit: intent.commit, pullRequest: intent.pullRequest },
  ...{ by: intent.requester, approved: intent.approval, contact: intent.contact },
  panda: `${intent.panda.url} as ${intent.panda.userName}, ${intent.panda.prodSourceLabel}`,
  ...{ group: intent.panda.workingGroup, outDS: intent.outDS, monitor: intent.monitor },
  ...{ attempt, jobs: intent.jobs, coreHoursForeseen: coreHoursForeseen(intent) ?? null },
  parents: parentsOf(intent),
});
