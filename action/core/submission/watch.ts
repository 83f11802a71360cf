import type { SubmissionKey } from "../ledger/event.ts";
import { workflowName } from "../ledger/names.ts";
import { times } from "../times/times.ts";
import type { Task } from "./panda-answer.ts";
import { hasPassed, type PandaDate, type SubmissionState } from "./state.ts";

/**
 * A success that is watched, with all that distinguishes a second effect from the known one, so that thousands are
 * compared with two answers of PanDA and none of their files is read; or one that was withdrawn after its check,
 * without anything known.
 */
export type WatchedSubmission = {
  readonly key: SubmissionKey;
  readonly label: string;
  readonly attempt: number;
  readonly userName: string;
  /** PanDA's date of its beginning; `null`: PanDA has given none yet. */
  readonly since: string | null;
  /** Requests of iDDS that are no news. */
  readonly requests: readonly number[];
  /** Id of each task, how often JEDI had begun it (`null`: not recorded), and PanDA's date of its last change. */
  readonly tasks: readonly (readonly [id: number, attemptNr: number | null, changed?: string])[];
};

/** Only submissions that have ended are watched: each pass reads all others. */
export const watchedOf = (key: SubmissionKey, state: SubmissionState): WatchedSubmission | undefined => {
  if (state.kind === "withdrawn" && state.watching) {
    const { intent, attempt, watchedSince } = state;
    const { label, panda } = intent;
    return { key, label, attempt, userName: panda.userName, since: watchedSince ?? null, requests: [], tasks: [] };
  }
  if ((state.kind !== "done" && state.kind !== "completed-partially") || !state.watching) return undefined;
  const { intent, attempt, submittedOn, tasks } = state;
  // It succeeded under an earlier version, which watched no first attempt.
  if (attempt === 1 && tasks.every(({ attemptNr }) => attemptNr === undefined)) return undefined;
  return {
    key,
    label: intent.label,
    attempt,
    userName: intent.panda.userName,
    since: submittedOn ?? null,
    requests: knownRequests(state),
    tasks: tasks.map(({ id, attemptNr = null, changed }) =>
      changed === undefined ? [id, attemptNr] : [id, attemptNr, changed],
    ),
  };
};

/** Its own, and those that a person checked and accepted. 0 is no request: a person adopted tasks. */
export const knownRequests = ({
  request,
  past,
}: Pick<Extract<SubmissionState, { readonly request: number }>, "request" | "past">): readonly number[] =>
  [...new Set([request, ...past.accepted.requests])].filter((id) => id !== 0);

type Attempts = Pick<WatchedSubmission, "label" | "attempt">;
/** Requests of iDDS by workflow name. */
type ReportedRequests = ReadonlyMap<string, number>;

/** Requests that iDDS has for its attempts; `known`: where there is none, the first one is. */
export const newRequests = (
  one: Attempts,
  known: readonly number[],
  repository: string,
  reported: ReportedRequests,
): readonly number[] => {
  const ids = requestsOf(one, repository, reported);
  return known.length === 0 ? ids.slice(1) : ids.filter((id) => !known.includes(id));
};

const requestsOf = ({ label, attempt }: Attempts, repository: string, reported: ReportedRequests): readonly number[] =>
  Array.from({ length: attempt }, (_, index) => workflowName(repository, label, index + 1)).flatMap(
    (name) => reported.get(name) ?? [],
  );

type TaskNow = Pick<Task, "id" | "status" | "attemptNr" | "changed">;
const endedWell = ["done", "finished"];

/** Whether a pass must read it: a second request, a task that runs again, the end of its time, or its beginning. */
export const asksForLook = (
  one: WatchedSubmission,
  repository: string,
  { reported, changed }: { readonly reported: ReportedRequests; readonly changed: ReadonlyMap<number, TaskNow> },
  pandaDate: PandaDate,
): boolean =>
  (one.tasks.length === 0
    ? requestsOf(one, repository, reported).length > 0
    : newRequests(one, one.requests, repository, reported).length > 0) ||
  one.tasks.some(([id, attemptNr, before]) => {
    const now = changed.get(id);
    if (now === undefined) return false;
    const isLater = before !== undefined && now.changed !== undefined && now.changed !== before;
    return isLater || !endedWell.includes(now.status) || (attemptNr !== null && now.attemptNr > attemptNr);
  }) ||
  (one.since === null ? pandaDate !== undefined : hasPassed(one.since, pandaDate, times.watch));

/** The content of `watched.json`; `undefined`: SHREK did not write it. */
export const readWatched = (text: string): readonly WatchedSubmission[] | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isWatchedOne) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isWatchedOne = (one: unknown): one is WatchedSubmission => {
  if (typeof one !== "object" || one === null) return false;
  const { key, label, attempt, userName, since, requests, tasks }: Readonly<Record<string, unknown>> = { ...one };
  return (
    [key, label, userName].every((text) => typeof text === "string") &&
    Number.isSafeInteger(attempt) &&
    (since === null || typeof since === "string") &&
    [requests, tasks].every(Array.isArray)
  );
};
