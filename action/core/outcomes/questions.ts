import { isOfMain, type LedgerEvent, type TaskSeen } from "../ledger/event.ts";
import { applyEvent } from "../submission/fold.ts";
import type { SubmissionState } from "../submission/state.ts";
import { isStopped } from "../submission/states.ts";
import { isWithoutSuccess } from "../submission/verdict.ts";
import { asksByState, asksPerson } from "../submission/ways-out.ts";

/** A submission with its state, and when and how often people were asked about it. */
export type Questioned = {
  readonly state: SubmissionState;
  /** How often it came to ask a person, so far. */
  readonly times: number;
  /** Since when it asks; `undefined`: it does not. */
  readonly since: string | undefined;
};

/**
 * Made of the events alone. A stop that gets another name on the way is one question; the next one is another, also where
 * nobody looked between the stop, a retry and the next stop.
 */
export const questionsOf = (events: readonly LedgerEvent[]): Questioned => {
  let asked: Questioned = { state: { kind: "none" }, times: 0, since: undefined };
  let before: string | undefined;
  /** The tasks of the last question. */
  let stopped: readonly TaskSeen[] = [];
  for (const line of events) {
    if (isOfMain(line)) continue;
    const state = applyEvent(asked.state, line, line.at);
    const now = questionOf(state);
    const isNew = now !== undefined && (now !== before || (now === "stopped" && stoppedAgain(stopped, state)));
    asked = {
      state,
      times: asked.times + (isNew ? 1 : 0),
      since: isNew ? line.at : now === undefined ? undefined : asked.since,
    };
    if (isNew) stopped = "tasks" in state ? state.tasks : [];
    before = now;
  }
  return asked;
};

/** JEDI counts how often it began a task: one that was begun since, and has stopped, stopped again. */
const stoppedAgain = (before: readonly TaskSeen[], state: SubmissionState): boolean =>
  "tasks" in state &&
  state.tasks.some(({ id, status, attemptNr = 0 }) => {
    const known = before.find((task) => task.id === id)?.attemptNr;
    return known !== undefined && attemptNr > known && isWithoutSuccess(status);
  });

const questionOf = (state: SubmissionState): string | undefined => {
  if (!asksPerson(state)) return undefined;
  if (!asksByState(state)) return "left-main";
  return isStopped(state.kind) ? "stopped" : state.kind;
};
