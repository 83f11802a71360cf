import { times } from "../../core/times/times.ts";

/** Milliseconds. Only tests have others than the usual ones. */
export type Limits = {
  readonly read: number;
  readonly upload: number;
  readonly order: number;
  readonly request: number;
  /** Before the first repetition of a read; it doubles, and chance stretches it. */
  readonly pause: number;
  /** The longest that a server's Retry-After is obeyed. */
  readonly maxPause: number;
};

export const defaultLimits: Limits = {
  read: times.answerToRead.milliseconds,
  upload: times.answerToUpload.milliseconds,
  order: times.answerToOrder.milliseconds,
  request: times.answerToRequest.milliseconds,
  pause: 300,
  maxPause: 20_000,
};

/** Of calls to the experiment's Rucio, which has nothing to upload or to request. */
export const rucioLimits: Limits = {
  ...defaultLimits,
  read: times.answerOfRucio.milliseconds,
  order: times.answerOfRucio.milliseconds,
};
