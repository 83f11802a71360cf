import { type Arrival, isWhole, type LackingOutput, lacksSame, type WantedArrival } from "../ledger/arrival.ts";
import { times } from "../times/times.ts";
import { isTaskOver } from "./panda-answer.ts";
import { hasPassed, type PandaDate, type Past, type SubmissionState } from "./state.ts";

/** Its tasks have ended, and its intent names the Rucio that must have what they made. */
export type ArrivingState = Extract<SubmissionState, { readonly tasks: unknown }> & {
  readonly intent: { readonly arrives: WantedArrival };
  readonly past: { readonly completion: NonNullable<Past["completion"]> };
};

/** What they made was recorded, of the last of them too. */
const isRecorded = (state: SubmissionState): state is ArrivingState =>
  "tasks" in state &&
  state.kind !== "running" &&
  state.kind !== "duplicate-suspected" &&
  state.intent.arrives !== undefined &&
  state.past.completion?.tasks.every(isTaskOver) === true &&
  state.past.withdrawal === undefined;

/** Whether its outputs are looked for: nobody has found all of them yet, or taken them as they are. */
export const awaitsArrival = (state: SubmissionState): state is ArrivingState => {
  if (!isRecorded(state)) return false;
  const { arrival } = state.past;
  return arrival === undefined || lacksOutputs(state);
};

export type ArrivedState = ArrivingState & { readonly past: { readonly arrival: Arrival } };

/** All of its outputs had arrived when somebody looked last. */
export const hasArrived = (state: SubmissionState): state is ArrivedState =>
  isRecorded(state) && state.past.arrival !== undefined && isWhole(state.past.arrival);

/** They did not arrive in time, and nobody has taken them as they are. */
export const lacksOutputs = (state: SubmissionState): state is ArrivedState =>
  isRecorded(state) &&
  state.past.arrival !== undefined &&
  !isWhole(state.past.arrival) &&
  state.past.arrival.accepted === undefined;

/** What of a step's outputs was there and is lost, and nobody has taken it as it is. */
export const lostOf = (state: SubmissionState, step: string): readonly LackingOutput[] => {
  if (!lacksOutputs(state)) return [];
  const { wasWhole = false, outputs, lacks = [] } = state.past.arrival;
  return wasWhole
    ? lacks.filter(({ did }) => outputs.some((output) => output.did === did && output.step === step))
    : [];
};

/** They have arrived, and Rucio does not know yet what they are. */
export const asksToDescribe = (state: SubmissionState): state is ArrivingState =>
  isRecorded(state) &&
  state.past.arrival !== undefined &&
  isWhole(state.past.arrival) &&
  state.past.described === undefined;

/** Something is still looked for, or written, in the experiment's Rucio. */
export const isArriving = (state: SubmissionState): boolean => awaitsArrival(state) || asksToDescribe(state);

/** Whoever looks for what lacks knows no more when all of it was there. */
export const wasWhole = (state: SubmissionState, arrival: Arrival): Partial<Pick<Arrival, "wasWhole" | "checkedOn">> =>
  lacksOutputs(state) && state.past.arrival.wasWhole === true && !isWhole(arrival)
    ? { wasWhole: true, checkedOn: state.past.arrival.checkedOn }
    : {};

/** What lacks is news once its time is over by PanDA's dates, and then when other outputs lack; what is lost at once. */
export const isNewArrival = (state: SubmissionState, arrival: Arrival, pandaDate: PandaDate): boolean => {
  if (!awaitsArrival(state)) return hasArrived(state) && !isWhole(arrival);
  const before = state.past.arrival;
  if (isWhole(arrival)) return true;
  return before === undefined ? hasPassed(state.seenOn, pandaDate, times.arrival) : !lacksSame(before, arrival);
};
