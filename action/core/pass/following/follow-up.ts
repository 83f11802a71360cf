import { partsOf, supersededBy } from "../../cross-checks/supersedes.ts";
import { recordOf, unknownOf, type WhichJobs } from "../../ledger/completion.ts";
import {
  type SubmissionEvent,
  type SubmissionKey,
  submissionKey,
  type TaskSeen,
  type Verdict,
  versionName,
} from "../../ledger/event.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { applyEvent } from "../../submission/fold.ts";
import { next } from "../../submission/next.ts";
import type { RequestedState } from "../../submission/next-requested.ts";
import type { Observation } from "../../submission/observation.ts";
import { livingSteps } from "../../submission/orders.ts";
import { isTaskOver } from "../../submission/panda-answer.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { addEvents, each, inState, openIn, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";
import type { Reads } from "../reads.ts";
import { type KeyedEvent, namesIn, stateIn } from "../view.ts";
import { look } from "./look.ts";
import { type Lists, listTasks, poll } from "./poll.ts";

/** Files of a task, up to which all its jobs are read; each comes with all it read and wrote. */
const maxFileCount = 2000;

/**
 * The observations behind which one that a look ended has its completion record, in the same commit. One that failed
 * has a record of the tasks that are over at once: tasks behind the failed one never begin, and people ask why.
 */
export async function withRecord(
  planning: Planning,
  state: SubmissionState,
  seen: Observation,
): Promise<readonly SubmissionEvent[]> {
  const { events } = next(state, seen, planning.context);
  const tasks = recordedTasks(state, events);
  if (tasks === undefined) return events;
  const steps: StepCompletion[] = [];
  // One answer at a time: that of a large task fills memory.
  for (const task of tasks) steps.push(await readRecord(planning, task));
  let now = state;
  return events.flatMap((event) => {
    now = applyEvent(now, event, "");
    return recordedTasks(state, [event]) === undefined
      ? [event]
      : [event, ...next(now, { kind: "recorded", steps }, planning.context).events];
  });
}

const endings: readonly Verdict[] = [
  "done",
  "completed-partially",
  "incomplete",
  "failed",
  "aborted",
  "broken",
  "exhausted",
];

/** Nobody ordered it, so its jobs say what is wrong. */
const failures: readonly Verdict[] = ["failed", "broken", "exhausted"];

/** Its tasks, where these events say that it ended and the last of them has, or that it failed and was not so before. */
export const recordedTasks = (
  before: SubmissionState,
  events: readonly SubmissionEvent[],
): readonly TaskSeen[] | undefined =>
  events.flatMap((event) => {
    if (event.event !== "seen" || !endings.includes(event.verdict)) return [];
    const isNewFailure = failures.includes(event.verdict) && before.kind !== event.verdict;
    return isNewFailure || event.tasks.every(isTaskOver) ? [event.tasks] : [];
  })[0];

/** Told as not known where PanDA cannot be asked: how it ended does not wait for that. */
async function readRecord(reads: Reads, task: TaskSeen): Promise<StepCompletion> {
  if (!isTaskOver(task)) return unknownOf(task, "it had not ended");
  const which: WhichJobs = task.files > maxFileCount ? "unsuccessful" : "all";
  const jobs = await orFailure(() => reads.panda.jobsOf(task.id, which));
  return jobs instanceof Failure ? unknownOf(task, jobs.message) : recordOf(task, jobs, which);
}

/** Reads only: what others left in doubt is looked for, what runs is polled. */
export async function followUp(planning: Planning, from: Planned): Promise<Planned> {
  const orphaned = openIn(from).flatMap(({ key, state: { kind } }) =>
    kind === "checking" || kind === "submitting" ? [[key, { kind: "orphaned" }] as const] : [],
  );
  const before = withSeen(planning, from, "In doubt:", orphaned);
  const polled = inState(before, isPolled).map(({ state }) => state);
  const lists = await listTasks(planning, polled);
  const seen = await each(planning.notes, inState(before, isObserved), async ({ key, state }) => {
    return { key, events: await withRecord(planning, state, await observeLive(planning, state, lists)) };
  });
  const events = seen.flatMap(({ key, events: own }) => own.map((event): KeyedEvent => [key, event]));
  return await withSuperseded(planning, before, events);
}

type ObservedState = RequestedState | Extract<SubmissionState, { readonly kind: "in-doubt" | "not-sent" }>;
const isObserved = (state: SubmissionState): state is ObservedState =>
  state.kind === "in-doubt" || state.kind === "not-sent" || isPolled(state);

async function observeLive(planning: Planning, state: ObservedState, lists: Lists): Promise<Observation> {
  if (state.kind === "in-doubt") return await look(planning, planning.ledgerHead, state);
  if (state.kind === "not-sent") return { kind: "ready" };
  return await poll(planning, state, lists(state));
}

/** What waits for a person's word is left alone, unless something of it lives; once it is withdrawn, its end is read from its tasks. */
const isPolled = (state: SubmissionState): state is RequestedState =>
  "request" in state &&
  (state.past.withdrawal !== undefined ||
    (state.kind !== "duplicate-suspected" && (state.kind !== "broken" || livingSteps(state).length > 0)));

/** With a success ends what it `supersedes`, in the same commit: who succeeded is not looked at again. */
async function withSuperseded(planning: Planning, before: Planned, seen: readonly KeyedEvent[]): Promise<Planned> {
  const succeeded = seen.flatMap(([key, event]) =>
    event.event === "seen" && (event.verdict === "done" || event.verdict === "completed-partially") ? [key] : [],
  );
  const named = succeeded.flatMap((key) =>
    namedBy(stateIn(before.view, key)).map((older) => ({ older, by: versionName(key) })),
  );
  // The named ones have ended, mostly: they are not in the view of what is live.
  const loaded = await withLoaded(
    planning,
    before,
    named.map(({ older }) => older),
  );
  const own = addEvents(planning, loaded, "", seen);
  const ended = named.flatMap(({ older, by }) =>
    next(stateIn(own.view, older), { kind: "succeeded", by }, planning.context).events.map(
      (one): KeyedEvent => [older, one],
    ),
  );
  const all = [...seen, ...ended];
  return addEvents(planning, loaded, `Seen at PanDA: ${namesIn(all)}`, all);
}

const namedBy = (state: SubmissionState): readonly SubmissionKey[] =>
  "intent" in state
    ? supersededBy(state.intent.tag, state.intent.supersedes).map((name) => {
        const { tag, version } = partsOf(name);
        return submissionKey(tag, version, state.intent.run);
      })
    : [];
