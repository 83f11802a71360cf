import { requestOfIntent } from "../cross-checks/facts-of-intent.ts";
import type { Intent, TaskSeen } from "../ledger/event.ts";
import { filesExpected, readsNothing } from "../ledger/intended-steps.ts";
import type { StepCompletion } from "../ledger/step-completion.ts";
import {
  type EventChain,
  type EventChains,
  type EventLink,
  eventChains,
  eventsOfAll,
} from "../production/event-chains.ts";
import type { Past, SubmissionState } from "../submission/state.ts";

/** `files`: files that were made, times the events of a file; `check`: its checks counted them; `rucio`: Rucio's metadata do. */
export type EventsCountedBy = "files" | "check" | "rucio";

/** What of the events of a submission exists, as far as the ledger knows. `why`: for people. */
export type Delivered =
  | { readonly kind: "known"; readonly events: number; readonly by: EventsCountedBy }
  | { readonly kind: "unknown"; readonly why: string };

type WithTasks = {
  readonly intent: Intent;
  readonly past: Pick<Past, "completion" | "arrival">;
  readonly tasks: readonly TaskSeen[];
};

export const deliveredOf = (state: SubmissionState): Delivered => {
  if (!("tasks" in state)) return none;
  const chains = chainsOf(state.intent);
  return chains.kind === "unknown" ? chains : deliveredByChains(state, chains.chains);
};

const none: Delivered = { kind: "known", events: 0, by: "files" };

/** Of the request that the ledger keeps. */
export const chainsOf = (intent: Intent): EventChains => {
  const request = requestOfIntent(intent);
  return request === undefined ? { kind: "unknown", why: "it was written in another language" } : eventChains(request);
};

/** The same by chains that count something else than events. */
export const deliveredByChains = (state: WithTasks, chains: readonly EventChain[], counts = true): Delivered => {
  const each = new Map(chains.map((chain) => [chain, ofChain(state, chain, counts)]));
  const unknown = [...each.values()].find((one) => one.kind === "unknown");
  if (unknown !== undefined) return unknown;
  const known = [...each.values()].flatMap((one) => (one.kind === "known" ? [one] : []));
  const events = eventsOfAll(chains, (chain) => eventsIn(each.get(chain)));
  const [by = "files", ...others] = new Set(known.map((one) => one.by));
  return { kind: "known", events: events ?? 0, by: others.length > 0 ? "files" : by };
};

const eventsIn = (one: Delivered | undefined): number | undefined => (one?.kind === "known" ? one.events : undefined);

const ofChain = (state: WithTasks, chain: EventChain, counts: boolean): Delivered => {
  const end = chain.at(-1);
  if (end === undefined) return none;
  const lost = lostAt(state, end.step);
  if (lost === undefined) return { kind: "unknown", why: "not all of its outputs arrived in Rucio" };
  const counted = counts ? countedAt(state, end.step) : undefined;
  const made = counted ?? madeAt(state, chain);
  if (made.kind === "unknown" || lost === 0) return made;
  if (end.isCounted === true)
    return { kind: "unknown", why: "files of it are lost, and its checks counted all together" };
  return { ...made, events: Math.max(0, made.events - lost * end.perJob) };
};

/** Every job that ended well printed its number, or Rucio has it of all files. */
const countedAt = (state: WithTasks, step: string): Delivered | undefined => {
  const record = recordOf(state, step);
  const printed = record?.printed?.["events"];
  if (record !== undefined && printed !== undefined && printed.jobs === filesMade(state.intent, record))
    return { kind: "known", events: printed.sum, by: "check" };
  const stored = (state.past.arrival?.outputs ?? []).filter((output) => output.step === step);
  const events = stored.flatMap((output) => output.events ?? []);
  return events.length === 0 || state.past.arrival?.lacks !== undefined
    ? undefined
    : { kind: "known", events: Math.min(...events), by: "rucio" };
};

const madeAt = (state: WithTasks, chain: EventChain): Delivered => {
  const [before, end] = [chain.at(-2), chain.at(-1)];
  const task = state.tasks.find(({ step }) => step === end?.step);
  if (end === undefined || task === undefined) return none;
  if (end.isCounted === true)
    return { kind: "unknown", why: `the checks of ${end.step} have not yet counted all jobs that ended well` };
  if (before !== undefined && !end.isWritten) {
    const uneven = chain.slice(0, -1).find((link) => isUneven(link, state.tasks));
    return uneven === undefined
      ? { kind: "known", events: task.finished * before.perJob, by: "files" }
      : { kind: "unknown", why: `files of ${uneven.step} have different numbers of events` };
  }
  const jobs = jobsDone(state, end, task);
  return jobs === undefined
    ? { kind: "unknown", why: `PanDA does not say yet how many jobs of ${end.step} are good` }
    : { kind: "known", events: jobs * end.perJob, by: "files" };
};

/** The last job of a step that puts files together may have fewer of them. */
const isUneven = ({ step, filesPerJob, isWritten }: EventLink, tasks: readonly TaskSeen[]): boolean => {
  const task = tasks.find((one) => one.step === step);
  return !isWritten && filesPerJob > 1 && task !== undefined && task.finished % filesPerJob !== 0;
};

const jobsDone = (state: WithTasks, { filesPerJob }: EventLink, task: TaskSeen): number | undefined => {
  if (readsNothing(state.intent, task.step)) return task.finished;
  const record = recordOf(state, task.step);
  const files = record === undefined ? undefined : filesMade(state.intent, record);
  return files ?? (filesPerJob > 0 && task.finished % filesPerJob === 0 ? task.finished / filesPerJob : undefined);
};

type WholeRecord = Extract<StepCompletion, { readonly outputs: unknown }>;

/** Of all jobs, read when the task had the status that it has. */
const recordOf = ({ past: { completion }, tasks }: WithTasks, step: string): WholeRecord | undefined => {
  const record = completion?.steps.find((one) => one.step === step);
  const task = tasks.find((one) => one.step === step);
  const before = completion?.tasks.find((one) => one.step === step);
  const isOfToday = task !== undefined && before?.status === task.status && before.finished === task.finished;
  return record?.kind === "all" && isOfToday ? record : undefined;
};

/** Files of an output that every good job makes; `undefined`: there is no such output. */
const filesMade = (intent: Intent, { step, outputs }: WholeRecord): number | undefined => {
  const sure = filesExpected(intent, step).filter(({ isOptional, isByPattern }) => !isOptional && !isByPattern);
  const files = sure.flatMap(({ output }) =>
    Object.entries(outputs).flatMap(([dataset, found]) =>
      dataset.replace(/\/$/, "").endsWith(`_${output}`) ? [found.files] : [],
    ),
  );
  return files.length === 0 ? undefined : Math.min(...files);
};

/** Files of a step that Rucio had and has lost; `undefined`: something never arrived, and nobody counted what. */
const lostAt = ({ past: { arrival } }: WithTasks, step: string): number | undefined => {
  const { lacks = [], outputs = [], wasWhole } = arrival ?? {};
  if (lacks.length === 0) return 0;
  if (wasWhole !== true) return undefined;
  const own = new Set(outputs.flatMap((output) => (output.step === step ? [output.did] : [])));
  const lost = lacks.filter(({ did }) => own.has(did)).map((one) => one.files);
  return lost.includes(undefined) ? undefined : Math.max(0, ...lost.map((files) => files ?? 0));
};
