import type { Order, TaskSeen } from "../ledger/event.ts";
import { type Decision, nothing, type Observation, write } from "./observation.ts";
import { retriable } from "./panda-answer.ts";
import { commandOfPerson, isAbout, laneOf } from "./pending-command.ts";
import type { Past, SubmissionState } from "./state.ts";
import { finishedShare } from "./verdict.ts";

type WatchedState = Extract<SubmissionState, { readonly tasks: unknown }>;

const mayRetryMemory = (state: SubmissionState): state is WatchedState =>
  state.kind === "running" || state.kind === "incomplete" || state.kind === "failed" || state.kind === "exhausted";

/** Ended tasks whose failed jobs are read, because their step has more memory for what died of it. */
export const tasksToDiagnose = (state: SubmissionState): readonly TaskSeen[] =>
  mayRetryMemory(state) && state.past.withdrawal === undefined && state.past.leftMain === undefined
    ? state.tasks.filter((task) => isToDiagnose(state, task))
    : [];

const isToDiagnose = ({ intent, past }: WatchedState, task: TaskSeen): boolean =>
  retriable.includes(task.status) &&
  (intent.retryMemory?.[task.step] ?? []).length > 0 &&
  finishedShare(task) < (intent.accept[task.step] ?? 1) &&
  !past.diagnosed.some(({ task: id, attemptNr }) => id === task.id && attemptNr >= (task.attemptNr ?? 0)) &&
  !isPersons(past, task);

/** A person who retries, pauses, kills or finishes its task decides about it. */
const isPersons = ({ pendingCommands, settled }: Past, task: TaskSeen): boolean =>
  settled.includes(everyStep) ||
  settled.includes(task.step) ||
  pendingCommands.some(
    (command) =>
      laneOf(command.verb) === "run" &&
      commandOfPerson(command) !== undefined &&
      isAbout(pendingCommands, command, task),
  );

/** Replaces the list of all steps among those that a person ordered to finish. */
export const everyStep = "*";

type FailedJobs = Extract<Observation, { readonly kind: "failed-jobs" }>;

/** How many died of memory since the task was last looked at, and the next value of its step above all that was tried. */
export const nextDiagnosed = (state: SubmissionState, { task: id, jobs }: FailedJobs): Decision => {
  const task = tasksToDiagnose(state).find((one) => one.id === id);
  if (task === undefined || !mayRetryMemory(state)) return nothing;
  const { intent, past } = state;
  const { step, attemptNr = 0 } = task;
  const before = past.diagnosed.filter((one) => one.task === id);
  const seenUpTo = largest(before.map(({ lastJob }) => lastJob));
  const fresh = jobs.filter((job) => job.id > seenUpTo);
  const starved = fresh.filter(({ outOfMemory }) => outOfMemory);
  const tried = largest([
    ...fresh.flatMap(({ askedMemory }) => askedMemory ?? []),
    ...before.flatMap(({ memory }) => memory ?? []),
    ...past.adjustments.flatMap((one) => (one.step === undefined || one.step === step ? (one.memory ?? []) : [])),
  ]);
  const memory = starved.length === 0 ? undefined : intent.retryMemory?.[step]?.find((value) => value > tried);
  return write({
    event: "diagnosed",
    step,
    task: id,
    attemptNr,
    lastJob: largest([seenUpTo, ...jobs.map((job) => job.id)]),
    outOfMemory: starved.length,
    ...(memory === undefined ? {} : { memory }),
  });
};

const largest = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);

/** After so many orders to one task without an effect, each half an hour after the one before, a person must act. */
const maxOrders = 4;

/** Whether the failed part is about to run again with more memory, so that nobody has to act. */
export const retriesMemory = (state: SubmissionState): boolean =>
  mayRetryMemory(state) &&
  state.past.pendingCommands.some(
    ({ by, sent }) => "policy" in by && [...Map.groupBy(sent, ({ task }) => task).values()].every(isPatient),
  );
const isPatient = (sent: readonly Order[]): boolean => sent.length <= maxOrders;
