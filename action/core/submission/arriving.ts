import type { WantedArrival } from "../ledger/arrival.ts";
import { type Arrival, isWhole, lacksSame } from "../ledger/arrival.ts";
import { times } from "../times/times.ts";
import { hasPassed, type PandaDate } from "./panda-clock.ts";
import type { SubmissionState } from "./state.ts";

/** Its tasks have ended, and its promise names the Rucio that must have what they made. */
export type ArrivingState = Extract<SubmissionState, { readonly tasks: unknown }> & {
  readonly intent: { readonly arrives: WantedArrival };
};

/** What they made was recorded. */
const isRecorded = (state: SubmissionState): state is ArrivingState =>
  "tasks" in state &&
  state.kind !== "running" &&
  state.kind !== "duplicate-suspected" &&
  state.intent.arrives !== undefined &&
  state.past.completion !== undefined &&
  state.past.withdrawal === undefined;

/** Whether its outputs are looked for: nobody has found all of them yet, or taken them as they are. */
export const awaitsArrival = (state: SubmissionState): state is ArrivingState => {
  if (!isRecorded(state)) return false;
  const { arrival } = state.past;
  return arrival === undefined || lacksOutputs(state);
};

/** They did not arrive in time, and nobody has taken them as they are. */
export const lacksOutputs = (state: SubmissionState): boolean =>
  isRecorded(state) &&
  state.past.arrival !== undefined &&
  !isWhole(state.past.arrival) &&
  state.past.arrival.accepted === undefined;

/** They have arrived, and Rucio does not know yet what they are. */
export const asksToDescribe = (state: SubmissionState): state is ArrivingState =>
  isRecorded(state) &&
  state.past.arrival !== undefined &&
  isWhole(state.past.arrival) &&
  state.past.described === undefined;

/** Something is still looked for, or written, in the experiment's Rucio. */
export const isArriving = (state: SubmissionState): boolean => awaitsArrival(state) || asksToDescribe(state);

/** What lacks is news once its time is over by PanDA's dates, and then when other outputs lack. */
export const isNewArrival = (state: SubmissionState, arrival: Arrival, pandaDate: PandaDate): boolean => {
  if (!awaitsArrival(state)) return false;
  const before = state.past.arrival;
  if (isWhole(arrival)) return true;
  return before === undefined ? hasPassed(state.seenOn, pandaDate, times.arrival) : !lacksSame(before, arrival);
};
