import type { Intent, LedgerEvent, TaskSeen } from "../../ledger/event.ts";
import { coreHoursForeseen, parentsOf, readStepsOf } from "../../ledger/intended-steps.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { commandsNow } from "../../submission/commands-now.ts";
import { lastTasks } from "../../submission/orders.ts";
import { stateTable } from "../../submission/states.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { cardOf } from "../ledger/card.ts";
import { notesOf } from "../status/notes-text.ts";
import { describeState } from "../status/state-text.ts";
import { targetOf } from "../status/status-text.ts";
import { historyRows } from "./history-rows.ts";
import type { AskedData, StepData, SubmissionData } from "./site-data.ts";
import type { PromisedSubmission, WholeSubmission } from "./site-row.ts";

/** Step by step: what it reads, how far it is, how it came there, why jobs failed, what they made. */
const stepsData = (state: PromisedSubmission, events: readonly LedgerEvent[]): readonly StepData[] => {
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

/** The largest class first, with the last words of one of its jobs. */
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

export const submissionData = ({ key, events, state }: WholeSubmission): SubmissionData => {
  const card = cardOf(key, state);
  const own = events.filter((event) => "key" in event) as readonly Extract<LedgerEvent, { readonly key: unknown }>[];
  return {
    key,
    ...{ state: state.kind, phase: stateTable[state.kind].phase, asks: asksPerson(state) },
    ...{ means: stateTable[state.kind].means, words: describeState(state) },
    since: "since" in state ? state.since : (events[0]?.at ?? ""),
    notes: notesOf(state),
    commands: asksPerson(state) ? commandsNow(state, targetOf(key)) : [],
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
