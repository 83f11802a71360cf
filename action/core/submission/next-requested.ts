import type { TaskSeen, Verdict } from "../ledger/event.ts";
import { type Decision, nothing, write } from "./decision.ts";
import type { Observation } from "./observation.ts";
import { dated, isOver, type PandaDate } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";
import { coarse, verdictOf } from "./verdict.ts";

export type RequestedState = Extract<SubmissionState, { readonly request: number }>;

const hour = 3_600_000;
/** Milliseconds by PanDA's clock. JEDI makes tasks within minutes; after a day without any, none will come. */
export const longestSilence = 24 * hour;
/** A lost first attempt can still act this long (SAFETY rule 6). */
const watchTime = 14 * 24 * hour;

/** From a known request on, the tasks decide. Only transitions and coarse progress are written. */
export const nextRequested = (state: RequestedState, seen: Observation): Decision => {
  if (seen.kind === "second-effect" && !isAccepted(state))
    return write({ event: "duplicate-suspected", reason: seen.reason });
  if (seen.kind !== "tasks") return nothing;
  const verdict = verdictNow(state, seen.tasks, seen.pandaDate);
  if (verdict === undefined) return beginWindows(state, seen.pandaDate);
  const before = "tasks" in state ? state.tasks : [];
  if (isSuccess(state.kind) && !isSuccess(verdict))
    return seen.tasks.length < before.length ? endOfWatch(state, seen.pandaDate) : ranAgain(before, seen.tasks);
  if (verdict === state.kind && coarse(before) === coarse(seen.tasks)) return endOfWatch(state, seen.pandaDate);
  return write({ event: "seen", verdict, tasks: seen.tasks, ...dated(seen) });
};

/** PanDA had told no date when it was last written about: from this one on the windows are counted. */
const beginWindows = (state: RequestedState, pandaDate: PandaDate): Decision => {
  const isUndated = state.submittedOn === undefined || ("tasks" in state && state.seenOn === undefined);
  return pandaDate !== undefined && isUndated ? write({ event: "looked", pandaDate }) : nothing;
};

const isSuccess = (kind: SubmissionState["kind"]): boolean => kind === "done" || kind === "accepted";

/** A person looked at the second effect and accepted it, or the watch for one is over. */
const isAccepted = (state: RequestedState): boolean => state.attempt > 1 && "watching" in state && !state.watching;

/** Success does not end: a task that left it was executed again (SAFETY rule 6, S3). Tasks PanDA does not list any more did nothing. */
const ranAgain = (before: readonly TaskSeen[], now: readonly TaskSeen[]): Decision => {
  const changed = now.filter(({ id, status }) => !before.some((task) => task.id === id && task.status === status));
  const named = changed.map(({ step, id, status }) => `${step} (task ${id}) is ${status}`).join(", ");
  return write({ event: "duplicate-suspected", reason: `it had succeeded, and now ${named}` });
};

const verdictNow = (state: RequestedState, tasks: readonly TaskSeen[], pandaDate: PandaDate): Verdict | undefined => {
  if (tasks.length > 0) return verdictOf(tasks, state.intent.steps.length, state.intent.accept);
  return isOver(state.submittedOn, pandaDate, longestSilence) ? "stalled" : undefined;
};

const endOfWatch = (state: RequestedState, pandaDate: PandaDate): Decision => {
  const watched = (state.kind === "done" || state.kind === "accepted") && state.watching && state.attempt > 1;
  return watched && isOver(state.submittedOn, pandaDate, watchTime)
    ? write({ event: "watched" })
    : beginWindows(state, pandaDate);
};
